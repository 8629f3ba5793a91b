"""The published courses that may be studied today, as facets and orders in memory, for all readers of this process.

A change made through this process is seen at once; one made on another node after `SHELF_SECONDS`;
counters (likes, stars, completions), which only order the list, after at most a minute.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import NamedTuple

import msgspec
from django.conf import settings
from django.db import connection
from django.utils import timezone

from yuanjiao.catalogue.audience import Audience, Viewer, fits
from yuanjiao.catalogue.facets import bits_of
from yuanjiao.organisation.models.person import PostLevel

COUNTERS_MAY_BE_OLD_SECONDS = 60
MINUTE_MS = 60_000
LENGTHS = (("micro", 0, 15), ("short", 15, 30), ("lecture", 30, 60), ("long", 60, 10**6))
"""Length facet: name, from minutes, below minutes (15 and 30 are the borders of the academies' credit rules)."""
RATINGS = (("4.5", 4.5), ("4", 4.0), ("3", 3.0))


class Book(NamedTuple):
    """One published course as the shelf keeps it."""

    post_levels: tuple[str, ...]
    unit_kinds: tuple[str, ...]
    positions: tuple[str, ...]
    id: int
    topic: int
    source: str
    university: int | None
    duration_ms: int
    rating_sum: int
    rating_count: int
    credit: int
    category: str
    tenure: int | None
    completions: int
    likes: int

    @property
    def audience(self) -> Audience:
        """Whom it is meant for."""
        return _audience(self.post_levels, self.unit_kinds, self.tenure, self.positions)

    @property
    def stars(self) -> float:
        """Mean rating; 0 before the first."""
        return self.rating_sum / self.rating_count if self.rating_count else 0.0


# Written plainly: the home page of a process that has just started waits for it, and for an ORM twice as long.
# All courses are read for the stamp, and only those of the shelf whole; lists come as text, because few differ.
SHELF = """
SELECT CAST(course.updated_at AS text),
       course.state = 'published' AND (course.licensed_until IS NULL OR course.licensed_until >= %s),
       lecturer.lecturer_id, CAST(course.post_levels AS text), CAST(course.unit_kinds AS text),
       CAST(course.positions AS text), course.id, course.topic_id, course.source_kind, course.university_id,
       course.duration_ms, course.rating_sum, course.rating_count, course.credit_hundredths, course.category,
       course.tenure_months_max, course.completion_count, course.like_count
FROM catalogue_course course
LEFT JOIN catalogue_course_lecturers lecturer ON lecturer.course_id = course.id
ORDER BY course.published_at DESC, course.id DESC
"""
STAMP = "SELECT CAST(max(updated_at) AS text), count(*) FROM catalogue_course"
Stamp = tuple[str | None, int]
"""The last change of any course, as the database writes it, and how many there are."""


class Shelf:
    """All published courses, newest first: a course's position is its bit in every facet."""

    def __init__(self, books: Sequence[Book], lecturers: Iterable[tuple[int, int]]) -> None:
        self.books = books
        self.position = {book.id: position for position, book in enumerate(books)}
        self.everything = (1 << len(books)) - 1
        self._lecturers = list(lecturers)
        places: dict[Audience, list[int]] = defaultdict(list)
        for position, book in enumerate(books):
            places[book.audience].append(position)
        # Audiences are few and courses many: whom a course is for is asked once for each audience.
        self._by_audience = {audience: bits_of(found) for audience, found in places.items()}

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """By facet and value, the courses as bits; a reader who only looks at suggestions does not wait for them."""
        positions: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for position, book in enumerate(self.books):
            for facet, value in _values(book):
                positions[facet][value].append(position)
        for course_id, lecturer_id in self._lecturers:
            if course_id in self.position:
                positions["lecturer"][str(lecturer_id)].append(self.position[course_id])
        return {facet: {value: bits_of(places) for value, places in by.items()} for facet, by in positions.items()}

    @property
    def universities(self) -> int:
        """How many universities have courses on it."""
        return len({book.university for book in self.books if book.university is not None})

    def bits(self, course_ids: Iterable[int]) -> int:
        """These courses as bits; unknown ones are left out."""
        return bits_of(self.position[number] for number in course_ids if number in self.position)

    def suggested_to(self, viewer: Viewer, limit: int, leave_out: frozenset[int]) -> list[int]:
        """Courses whose audience the viewer is, narrowest first, then the newest for everyone."""
        left_out = self.bits(leave_out)
        by_conditions: dict[int, int] = defaultdict(int)
        for audience, bits in self._by_audience.items():
            if fits(audience, viewer):
                by_conditions[audience.conditions] |= bits
        found: list[int] = []
        for conditions in sorted(by_conditions, reverse=True):
            bits = by_conditions[conditions] & ~left_out
            while bits and len(found) < limit:
                lowest = bits & -bits
                found.append(self.books[lowest.bit_length() - 1].id)
                bits ^= lowest
        return found

    def fitting(self, viewer: Viewer) -> int:
        """The courses meant for people like this viewer in particular, as bits."""
        return reduce(
            or_,
            (bits for audience, bits in self._by_audience.items() if audience.conditions and fits(audience, viewer)),
            0,
        )

    def fitting_of(self, viewer: Viewer, course_ids: Iterable[int]) -> frozenset[int]:
        """Those of some courses that are meant for people like this viewer in particular."""
        near = self.fitting(viewer)
        return frozenset(number for number in course_ids if near >> self.position[number] & 1)


def _values(book: Book) -> Iterable[tuple[str, str]]:
    yield "topic", str(book.topic)
    yield "source", book.source
    yield "category", book.category
    yield "credit", str(book.credit)
    if book.university is not None:
        yield "university", str(book.university)
    for level in book.post_levels or PostLevel.values:
        yield "level", level
    minutes = book.duration_ms / MINUTE_MS
    for name, low, high in LENGTHS:
        if low <= minutes < high:
            yield "length", name
    for name, least in RATINGS:
        if book.stars >= least:
            yield "rating", name


class _Kept(NamedTuple):
    shelf: Shelf
    stamp: Stamp
    loaded: float


_kept: _Kept | None = None
_looked = 0.0
_guard = threading.Lock()


def current() -> Shelf:
    """The shelf as it stands: no query while fresh, one to see that nothing changed, one to load it."""
    global _kept, _looked  # noqa: PLW0603 -- one shelf for all readers of the process
    kept, moment = _kept, time.monotonic()
    if kept is not None and moment - _looked < settings.CATALOGUE_SHELF_SECONDS:
        return kept.shelf
    if kept is None or moment - kept.loaded > COUNTERS_MAY_BE_OLD_SECONDS or kept.stamp != _stamp():
        with _guard:
            _kept = kept = _Kept(*_load(), moment)
    _looked = moment
    return kept.shelf


def forget() -> None:
    """Look at the database at the next reading; called after every change of the catalogue."""
    global _looked  # noqa: PLW0603 -- as in `current`
    _looked = float("-inf")


def _stamp() -> Stamp:
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        latest, number = cursor.fetchone()
    return latest, number


def _load() -> tuple[Shelf, Stamp]:
    """The published courses with their lecturers, and the stamp of the same moment: so all courses are read, once."""
    courses: dict[int, Book] = {}
    lecturers: list[tuple[int, int]] = []
    everything: set[int] = set()
    latest: str | None = None
    with connection.cursor() as cursor:
        cursor.execute(SHELF, (connection.ops.adapt_datefield_value(timezone.localdate()),))
        rows = cursor.fetchall()
    for updated_at, shown, lecturer, levels, kinds, positions, *fields in rows:
        number = fields[0]
        everything.add(number)
        latest = updated_at if latest is None else max(latest, updated_at)
        if shown:
            if number not in courses:
                courses[number] = Book(_decoded(levels), _decoded(kinds), _decoded(positions), *fields)
            if lecturer is not None:
                lecturers.append((number, lecturer))
    return Shelf(list(courses.values()), lecturers), (latest, len(everything))


@lru_cache(maxsize=4096)
def _audience(
    levels: tuple[str, ...], kinds: tuple[str, ...], tenure: int | None, positions: tuple[str, ...]
) -> Audience:
    # Few differ, and a shelf has one for every course.
    return Audience(frozenset(levels), frozenset(kinds), tenure, frozenset(positions))


@lru_cache(maxsize=4096)
def _decoded(text: str) -> tuple[str, ...]:
    return msgspec.json.decode(text, type=tuple[str, ...])
