"""Whom a course is meant for, as pure comparison (A5)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Audience(NamedTuple):
    """What a course asks of its viewers; an empty set or None asks nothing."""

    post_levels: frozenset[str] = frozenset()
    unit_kinds: frozenset[str] = frozenset()
    tenure_months_max: int | None = None

    @property
    def conditions(self) -> int:
        """How many things it asks: the more, the closer a fitting course is to its viewer."""
        return bool(self.post_levels) + bool(self.unit_kinds) + (self.tenure_months_max is not None)


class Viewer(NamedTuple):
    """What is known of a viewer; `tenure_months` is None where nobody entered the day of appointment."""

    post_level: str
    unit_kind: str
    tenure_months: int | None = None


def fits(audience: Audience, viewer: Viewer) -> bool:
    """Whether the viewer is one of those the course is meant for. Unknown tenure does not fit a tenure limit."""
    if audience.post_levels and viewer.post_level not in audience.post_levels:
        return False
    if audience.unit_kinds and viewer.unit_kind not in audience.unit_kinds:
        return False
    if audience.tenure_months_max is None:
        return True
    return viewer.tenure_months is not None and viewer.tenure_months <= audience.tenure_months_max


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another; a day that is still to come counts as zero."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day < start.day:
        months -= 1
    return max(0, months)
