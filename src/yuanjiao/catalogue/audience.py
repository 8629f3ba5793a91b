"""Whom a course is meant for, as pure comparison (A5)."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

SEVERAL = re.compile(r"[、,，;；/]+")


class Audience(NamedTuple):
    """What a course asks of its viewers; an empty set or None asks nothing."""

    post_levels: frozenset[str] = frozenset()
    unit_kinds: frozenset[str] = frozenset()
    tenure_months_max: int | None = None
    positions: frozenset[str] = frozenset()

    @property
    def conditions(self) -> int:
        """How many things it asks: the more, the closer a fitting course is to its viewer."""
        sets = (self.post_levels, self.unit_kinds, self.positions)
        return sum(map(bool, sets)) + (self.tenure_months_max is not None)


class Viewer(NamedTuple):
    """What is known of a viewer; `tenure_months` is None where nobody entered the day of appointment."""

    post_level: str
    unit_kind: str
    tenure_months: int | None = None
    positions: frozenset[str] = frozenset()


def positions_of(text: str) -> frozenset[str]:
    """The positions that the list of people writes in one cell, such as 党委书记、人大主席."""
    return frozenset(word.strip() for word in SEVERAL.split(text) if word.strip())


def fits(audience: Audience, viewer: Viewer) -> bool:
    """Whether the viewer is one of those the course is meant for. Unknown tenure does not fit a tenure limit."""
    if audience.post_levels and viewer.post_level not in audience.post_levels:
        return False
    if audience.unit_kinds and viewer.unit_kind not in audience.unit_kinds:
        return False
    # Whole names only: a course for 主任 is not meant for every 副主任.
    if audience.positions and not audience.positions & viewer.positions:
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
