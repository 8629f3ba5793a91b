"""The index of whichever database is in use."""

from __future__ import annotations

from types import ModuleType
from typing import NamedTuple

from django.db import connection

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.search import postgres, sqlite, words
from yuanjiao.catalogue.search.document import document_of

MOST_FOUND = 2000


class Found(NamedTuple):
    """What a search found, best first; `exact` is False where only similar courses were found."""

    course_ids: list[int]
    exact: bool


def engine() -> ModuleType:
    """The module that speaks to the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite


def put(course: Course) -> None:
    """Index one course, in the transaction of its change."""
    engine().put(document_of(course))


def find(text: str, limit: int = MOST_FOUND) -> Found:
    """Courses of any state for a reader's words: by word, pair of characters, pinyin or initials.

    When none meets all the words, those that meet some are given as similar ones.
    """
    query = words.parse(text)
    found: list[int] = engine().find(query, limit)
    if found or not query.loose:
        return Found(found, exact=True)
    return Found(engine().find_loosely(query, limit), exact=False)
