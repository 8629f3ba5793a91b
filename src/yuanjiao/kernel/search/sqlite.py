"""An index in SQLite: an FTS5 table whose row number is the thing's."""

from __future__ import annotations

from django.db import connection

from yuanjiao.kernel.search.entry import Entry
from yuanjiao.kernel.search.words import Query, Term

# Names of tables come from the program, never from a reader.
DELETE = "DELETE FROM {table} WHERE rowid = %s"
INSERT = "INSERT INTO {table} (rowid, title, people, sounds, summary, pairs) VALUES (%s, %s, %s, %s, %s, %s)"
FIND = "SELECT rowid FROM {table} WHERE {table} MATCH %s ORDER BY bm25({table}, 10, 6, 5, 2, 1), rowid DESC LIMIT %s"


def create(table: str, key: str) -> str:
    """The statement that makes the table."""
    del key
    return (
        f"CREATE VIRTUAL TABLE {table} USING fts5"
        "(title, people, sounds, summary, pairs, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3')"
    )


def put(table: str, key: str, entry: Entry) -> None:
    """Index a thing anew."""
    del key
    columns = (entry.title, entry.names, entry.sounds, entry.summary, entry.pairs)
    with connection.cursor() as cursor:
        cursor.execute(DELETE.format(table=table), [entry.number])
        cursor.execute(INSERT.format(table=table), [entry.number, *(" ".join(column) for column in columns)])


def find(table: str, key: str, query: Query, limit: int) -> list[int]:
    """The things that meet every term, best first."""
    del key
    return _find(table, " AND ".join(_term(term) for term in query.terms), limit)


def find_in_full(table: str, key: str, query: Query, limit: int) -> list[int]:
    """The things that have phrases for which the short terms may stand, and meet the others; best first."""
    del key
    return _find(table, " AND ".join(_in_full(query, term) for term in query.terms), limit)


def find_loosely(table: str, key: str, query: Query, limit: int) -> list[int]:
    """The things that have any of the words, best first."""
    del key
    return _find(table, " OR ".join(_quoted(word) for word in query.loose), limit)


def _find(table: str, expression: str, limit: int) -> list[int]:
    if not expression:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FIND.format(table=table), [expression, limit])
        return [row[0] for row in cursor.fetchall()]


def _term(term: Term) -> str:
    # A single character, or letters as typed, find whatever begins with them.
    wanted = " AND ".join(_quoted(word) + ("*" if term.prefix or len(word) == 1 else "") for word in term.words)
    if len(term.pairs) < 1:
        return f"({wanted})"
    return f"(({wanted}) OR ({' AND '.join(_quoted(pair) for pair in term.pairs)}))"


def _in_full(query: Query, term: Term) -> str:
    if not term.may_abbreviate:
        return _term(term)
    return " AND ".join(f"({' OR '.join(map(_quoted, either))})" for either in query.in_full(term))


def _quoted(word: str) -> str:
    return f'"{word}"'
