"""What the learner's home shows of the catalogue, in one query beside the shelf."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from yuanjiao.catalogue import shelf
from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.queries import Suggestion, reason_for, viewer_of
from yuanjiao.organisation.models import Person

SHOWN = (
    "title", "category", "source_kind", "credit_hundredths", "duration_ms", "rating_count", "rating_sum",
    "post_levels", "unit_kinds", "positions", "tenure_months_max", "topic__name",
    "cover__key", "cover__kind", "cover__state",
)  # fmt: skip
"""What a card shows of a course; the rest stays in the table."""


class Showcase(NamedTuple):
    """Courses to show someone first, the newest others, and how much there is in all."""

    suggested: list[Suggestion]
    newest: list[Course]
    courses: int
    universities: int


def showcase(
    person: Person, now: datetime, *, suggested: int = 3, newest: int = 3, leave_out: Collection[int] = ()
) -> Showcase:
    """A home page's courses (A5): one query for all of them; it reads what cards show."""
    books = shelf.current()
    viewer = viewer_of(person, timezone.localdate(now))
    first = books.suggested_to(viewer, suggested, frozenset(leave_out))
    latest = [
        book.id for book in books.books[: suggested + newest + len(leave_out)] if book.id not in {*first, *leave_out}
    ]
    wanted = [*first, *latest[:newest]]
    found = Course.objects.select_related("topic", "university", "cover").in_bulk(wanted)
    return Showcase(
        [Suggestion(found[number], reason_for(found[number])) for number in first if number in found],
        [found[number] for number in latest if number in found],
        len(books.books),
        len(books.facets.get("university", {})),
    )
