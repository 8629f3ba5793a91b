"""The index in SQLite: an FTS5 table whose row number is the course's."""

from __future__ import annotations

from django.db import connection

from yuanjiao.catalogue.search.document import Document
from yuanjiao.catalogue.search.words import Query, Term

CREATE = (
    "CREATE VIRTUAL TABLE catalogue_search USING fts5"
    "(title, people, sounds, summary, pairs, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3')"
)
DROP = "DROP TABLE catalogue_search"
FIND = (
    "SELECT rowid FROM catalogue_search WHERE catalogue_search MATCH %s "
    "ORDER BY bm25(catalogue_search, 10, 6, 5, 2, 1), rowid DESC LIMIT %s"
)


def put(document: Document) -> None:
    """Index a course anew."""
    columns = (document.title, document.people, document.sounds, document.summary, document.pairs)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_search WHERE rowid = %s", [document.course_id])
        cursor.execute(
            "INSERT INTO catalogue_search (rowid, title, people, sounds, summary, pairs) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            [document.course_id, *(" ".join(column) for column in columns)],
        )


def find(query: Query, limit: int) -> list[int]:
    """The courses that meet every term, best first."""
    return _find(" AND ".join(_term(term) for term in query.terms), limit)


def find_loosely(query: Query, limit: int) -> list[int]:
    """The courses that have any of the words, best first."""
    return _find(" OR ".join(_quoted(word) for word in query.loose), limit)


def _find(expression: str, limit: int) -> list[int]:
    if not expression:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FIND, [expression, limit])
        return [row[0] for row in cursor.fetchall()]


def _term(term: Term) -> str:
    # A single character, or letters as typed, find whatever begins with them.
    wanted = " AND ".join(_quoted(word) + ("*" if term.prefix or len(word) == 1 else "") for word in term.words)
    if len(term.pairs) < 1:
        return f"({wanted})"
    return f"(({wanted}) OR ({' AND '.join(_quoted(pair) for pair in term.pairs)}))"


def _quoted(word: str) -> str:
    return f'"{word}"'
