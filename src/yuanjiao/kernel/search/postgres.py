"""An index in PostgreSQL: a tsvector column under GIN, its words cut by us (so no text configuration is asked)."""

from __future__ import annotations

from collections import defaultdict

from django.db import connection

from yuanjiao.kernel.search.entry import Entry
from yuanjiao.kernel.search.words import Query, Term

# Names of tables come from the program, never from a reader.
PUT = (
    "INSERT INTO {table} ({key}, document) VALUES (%s, CAST(%s AS tsvector)) "
    "ON CONFLICT ({key}) DO UPDATE SET document = excluded.document"
)
FIND = (
    "SELECT {key} FROM {table}, CAST(%s AS tsquery) AS wanted WHERE document @@ wanted "
    "ORDER BY ts_rank('{{0.05, 0.2, 0.6, 1.0}}', document, wanted) DESC, {key} DESC LIMIT %s"
)
LAST_POSITION = 16383
PLACES_KEPT = 20


def create(table: str, key: str) -> str:
    """The statements that make the table."""
    return (
        f"CREATE TABLE {table} ({key} bigint PRIMARY KEY, document tsvector NOT NULL);"
        f"CREATE INDEX {table}_document ON {table} USING gin (document)"
    )


def put(table: str, key: str, entry: Entry) -> None:
    """Index a thing anew."""
    with connection.cursor() as cursor:
        cursor.execute(PUT.format(table=table, key=key), [entry.number, _vector(entry)])


def find(table: str, key: str, query: Query, limit: int) -> list[int]:
    """The things that meet every term, best first."""
    return _find(table, key, " & ".join(_term(term) for term in query.terms), limit)


def find_in_full(table: str, key: str, query: Query, limit: int) -> list[int]:
    """The things that have phrases for which the short terms may stand, and meet the others; best first."""
    return _find(table, key, " & ".join(_in_full(query, term) for term in query.terms), limit)


def find_loosely(table: str, key: str, query: Query, limit: int) -> list[int]:
    """The things that have any of the words, best first."""
    return _find(table, key, " | ".join(_quoted(word) for word in query.loose), limit)


def _find(table: str, key: str, expression: str, limit: int) -> list[int]:
    if not expression:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FIND.format(table=table, key=key), [expression, limit])
        return [row[0] for row in cursor.fetchall()]


def _vector(entry: Entry) -> str:
    places: dict[str, list[str]] = defaultdict(list)
    weighted = (
        ("A", entry.title),
        ("B", [*entry.names, *entry.sounds]),
        ("C", entry.summary),
        ("D", entry.pairs),
    )
    position = 0
    for weight, found in weighted:
        for word in found:
            position = min(position + 1, LAST_POSITION)
            places[word].append(f"{position}{weight}")
    return " ".join(f"{_quoted(word)}:{','.join(at[:PLACES_KEPT])}" for word, at in places.items() if word)


def _term(term: Term) -> str:
    wanted = " & ".join(_quoted(word) + (":*" if term.prefix or len(word) == 1 else "") for word in term.words)
    if not term.pairs:
        return f"({wanted})"
    return f"(({wanted}) | ({' & '.join(_quoted(pair) for pair in term.pairs)}))"


def _in_full(query: Query, term: Term) -> str:
    if not term.may_abbreviate:
        return _term(term)
    return " & ".join(f"({' | '.join(map(_quoted, either))})" for either in query.in_full(term))


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
