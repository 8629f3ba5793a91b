"""What every template can read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Whether this is the demonstration."""
    return {"demonstration": settings.DEMONSTRATION}
