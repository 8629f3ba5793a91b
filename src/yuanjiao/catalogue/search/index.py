"""The index of courses."""

from __future__ import annotations

from typing import NamedTuple

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.search.document import document_of
from yuanjiao.catalogue.search.table import COURSES
from yuanjiao.kernel.search.index import MOST_FOUND


class Found(NamedTuple):
    """What a search found, best first; `exact` is False where only similar courses were found."""

    course_ids: list[int]
    exact: bool


def put(course: Course) -> None:
    """Index one course, in the transaction of its change."""
    COURSES.put(document_of(course))


def find(text: str, limit: int = MOST_FOUND) -> Found:
    """Courses of any state for a reader's words; similar ones when none meets them all."""
    return Found(*COURSES.find(text, limit))
