"""An index of things of one kind, in whichever database is in use."""

from __future__ import annotations

from types import ModuleType
from typing import NamedTuple

from django.db import connection

from yuanjiao.kernel.search import postgres, sqlite, words
from yuanjiao.kernel.search.entry import Entry

MOST_FOUND = 2000


class Found(NamedTuple):
    """What a search found, best first; `exact` is False where only similar things were found."""

    numbers: list[int]
    exact: bool


class Index:
    """A full-text table that Django's models cannot describe; `key` names its column on PostgreSQL."""

    def __init__(self, table: str, key: str = "number") -> None:
        self.table, self.key = table, key

    def create(self) -> str:
        """The statements that make the table, for a migration."""
        return str(engine().create(self.table, self.key))

    def drop(self) -> str:
        """The statement that drops it."""
        return f"DROP TABLE {self.table}"

    def put(self, entry: Entry) -> None:
        """Index one thing, in the transaction of its change."""
        engine().put(self.table, self.key, entry)

    def find(self, text: str, limit: int = MOST_FOUND) -> Found:
        """Things for a reader's words: by word, pair of characters, pinyin or initials.

        Behind them come those with a phrase that a short word may stand for, as 环保 does for 环境保护.
        When none meets all the words, those that meet some are given as similar ones.
        """
        query = words.parse(text)
        found: list[int] = engine().find(self.table, self.key, query, limit)
        if len(found) < limit and any(term.may_abbreviate for term in query.terms):
            in_full: list[int] = engine().find_in_full(self.table, self.key, query, limit)
            found = list(dict.fromkeys([*found, *in_full]))[:limit]
        if found or not query.loose:
            return Found(found, exact=True)
        return Found(engine().find_loosely(self.table, self.key, query, limit), exact=False)


def engine() -> ModuleType:
    """The module that speaks to the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite
