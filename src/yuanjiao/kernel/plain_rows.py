"""Rows that were asked for in plain SQL, where an ORM takes several times as long to ask."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def moment(value: Any) -> Any:
    """A moment, or none, as the ORM gives it. SQLite gives it in UTC without saying so, and sometimes as text."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found
