"""What the learner's home shows of the catalogue, in one query beside the shelf."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from yuanjiao.catalogue import shelf
from yuanjiao.catalogue.cards import cards
from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.queries import Suggestion, reason_for, viewer_of
from yuanjiao.organisation.models import Person


class Showcase(NamedTuple):
    """Courses to show someone first, the newest others, those asked for by number, and how much there is in all."""

    suggested: list[Suggestion]
    newest: list[Course]
    asked_for: dict[int, Course]
    courses: int
    universities: int


def showcase(
    person: Person,
    now: datetime,
    *,
    suggested: int = 3,
    newest: int = 3,
    leave_out: Collection[int] = (),
    asked_for: Collection[int] = (),
) -> Showcase:
    """A home page's courses (A5): one query for all of them; it reads what cards show.

    :param leave_out: courses that need no suggestion.
    :param asked_for: courses that the page shows for another reason; they are not suggested beside it.
    """
    books = shelf.current()
    viewer = viewer_of(person, timezone.localdate(now))
    elsewhere = {*leave_out, *asked_for}
    first = books.suggested_to(viewer, suggested, frozenset(elsewhere))
    latest = [
        book.id for book in books.books[: suggested + newest + len(elsewhere)] if book.id not in {*first, *elsewhere}
    ]
    wanted = [*first, *latest[:newest], *asked_for]
    found = cards(wanted)
    return Showcase(
        [Suggestion(found[number], reason_for(found[number])) for number in first if number in found],
        [found[number] for number in latest[:newest] if number in found],
        {number: found[number] for number in asked_for if number in found},
        len(books.books),
        books.universities,
    )
