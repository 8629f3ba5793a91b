"""The index in PostgreSQL: a tsvector column under GIN, its words cut by us (so no text configuration is asked)."""

from __future__ import annotations

from collections import defaultdict

from django.db import connection

from yuanjiao.catalogue.search.document import Document
from yuanjiao.catalogue.search.words import Query, Term

CREATE = (
    "CREATE TABLE catalogue_search (course_id bigint PRIMARY KEY, document tsvector NOT NULL);"
    "CREATE INDEX catalogue_search_document ON catalogue_search USING gin (document)"
)
DROP = "DROP TABLE catalogue_search"
FIND = (
    "SELECT course_id FROM catalogue_search, CAST(%s AS tsquery) AS wanted WHERE document @@ wanted "
    "ORDER BY ts_rank('{0.05, 0.2, 0.6, 1.0}', document, wanted) DESC, course_id DESC LIMIT %s"
)
PUT = (
    "INSERT INTO catalogue_search (course_id, document) VALUES (%s, CAST(%s AS tsvector)) "
    "ON CONFLICT (course_id) DO UPDATE SET document = excluded.document"
)
LAST_POSITION = 16383
PLACES_KEPT = 20


def put(document: Document) -> None:
    """Index a course anew."""
    with connection.cursor() as cursor:
        cursor.execute(PUT, [document.course_id, _vector(document)])


def find(query: Query, limit: int) -> list[int]:
    """The courses that meet every term, best first."""
    return _find(" & ".join(_term(term) for term in query.terms), limit)


def find_loosely(query: Query, limit: int) -> list[int]:
    """The courses that have any of the words, best first."""
    return _find(" | ".join(_quoted(word) for word in query.loose), limit)


def _find(expression: str, limit: int) -> list[int]:
    if not expression:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FIND, [expression, limit])
        return [row[0] for row in cursor.fetchall()]


def _vector(document: Document) -> str:
    places: dict[str, list[str]] = defaultdict(list)
    weighted = (
        ("A", document.title),
        ("B", [*document.people, *document.sounds]),
        ("C", document.summary),
        ("D", document.pairs),
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


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
