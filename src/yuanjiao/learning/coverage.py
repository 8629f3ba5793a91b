"""What was watched, as a set of milliseconds.

A coverage is a sorted list of disjoint, non-touching half-open spans ``[from, to)``. Union is
commutative, associative and idempotent, so live pulses, a late upload and a station's log merge in
any order, twice over, with the same result (architecture, idea 1).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from sys import byteorder

Span = tuple[int, int]
Spans = list[Span]

MOST_SPANS = 512
"""A lesson's coverage keeps at most so many spans: nobody watches in crumbs, but an attacker may send them."""


def normal(spans: Iterable[Span]) -> Spans:
    """Any spans as a coverage: sorted, empty ones dropped, overlapping and touching ones joined."""
    result: Spans = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            if end > result[-1][1]:
                result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def measure(spans: Iterable[Span]) -> int:
    """How many milliseconds the spans of a coverage hold."""
    return sum(end - start for start, end in spans)


def union(one: Sequence[Span], other: Sequence[Span]) -> Spans:
    """Everything in either coverage."""
    if not other:
        return list(one)
    if not one:
        return list(other)
    if len(other) == 1:
        return add(one, *other[0])
    return normal([*one, *other])


def add(coverage: Sequence[Span], start: int, end: int) -> Spans:
    """`coverage` and one more span; only the neighbourhood of the span is looked at."""
    if start >= end:
        return list(coverage)
    if not coverage or coverage[-1][1] < start:
        return [*coverage, (start, end)]
    last_start, last_end = coverage[-1]
    if last_start <= start:
        # Playing on, by far the most frequent case: the last span grows.
        return [*coverage[:-1], (last_start, max(end, last_end))]
    first = bisect_left(coverage, start, key=_end)
    last = bisect_right(coverage, end, lo=first, key=_start)
    if first < last:
        start = min(start, coverage[first][0])
        end = max(end, coverage[last - 1][1])
    return [*coverage[:first], (start, end), *coverage[last:]]


def missing(coverage: Spans, start: int, end: int) -> Spans:
    """The parts of one span that the coverage does not hold yet."""
    gaps: Spans = []
    for index in range(bisect_right(coverage, start, key=_end), len(coverage)):
        from_, to = coverage[index]
        if from_ >= end:
            break
        if from_ > start:
            gaps.append((start, from_))
        start = max(start, to)
    if start < end:
        gaps.append((start, end))
    return gaps


def difference(one: Sequence[Span], other: Spans) -> Spans:
    """What is in the first coverage and not in the second."""
    if len(one) == 1:
        return missing(other, *one[0])
    return [gap for start, end in one for gap in missing(other, start, end)]


def cut(spans: Sequence[Span], allowed: int) -> tuple[Spans, Spans]:
    """The spans' first `allowed` milliseconds, and the rest."""
    kept: Spans = []
    rest: Spans = []
    for start, end in spans:
        if allowed >= end - start:
            kept.append((start, end))
            allowed -= end - start
        elif allowed > 0:
            kept.append((start, start + allowed))
            rest.append((start + allowed, end))
            allowed = 0
        else:
            rest.append((start, end))
    return kept, rest


def holds(coverage: Spans, moment: int) -> bool:
    """Whether a millisecond is in the coverage."""
    index = bisect_right(coverage, moment, key=_end)
    return index < len(coverage) and coverage[index][0] <= moment


def pack(coverage: Iterable[Span]) -> bytes:
    """A coverage as little-endian 32-bit numbers (lessons are shorter than 49 days)."""
    numbers = array("I", [number for span in coverage for number in span])
    if byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack(raw: bytes | memoryview) -> Spans:
    """The coverage of `pack`."""
    numbers = array("I")
    numbers.frombytes(bytes(raw))
    if byteorder == "big":
        numbers.byteswap()
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def seconds(coverage: Iterable[Span]) -> list[list[float]]:
    """A coverage as the player reads it, in seconds."""
    return [[start / 1000, end / 1000] for start, end in coverage]


def _start(span: Span) -> int:
    return span[0]


def _end(span: Span) -> int:
    return span[1]
