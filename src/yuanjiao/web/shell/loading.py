"""What every process that answers pages does before the first of them."""

from __future__ import annotations

from django.urls import reverse

from yuanjiao.kernel import collector


def load() -> None:
    """Load every page's module, which at the first request takes seconds; then let the collector of cycles rest."""
    with collector.away():
        reverse("learner:home")
    collector.rest()
