"""Byte ranges of RFC 9110, for one range; pure arithmetic."""

from __future__ import annotations

import re
from typing import NamedTuple

SINGLE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


class Span(NamedTuple):
    """Bytes `first` to `last`, both included."""

    first: int
    last: int


class Unsatisfiable(ValueError):
    """The range lies outside the file (416)."""


def wanted(header: str, size: int) -> Span | None:
    """The part that a Range header asks for; none where the whole is the right answer.

    Several ranges and malformed ones get the whole, as the RFC allows.

    :raises Unsatisfiable: for a range that begins past the end.
    """
    found = SINGLE.fullmatch(header.replace(" ", ""))
    if found is None or found.group(0) == "bytes=-":
        return None
    begin, end = found.groups()
    if not begin:
        if int(end) == 0 or size == 0:
            raise Unsatisfiable
        return Span(max(0, size - int(end)), size - 1)
    if int(begin) >= size:
        raise Unsatisfiable
    last = min(int(end), size - 1) if end else size - 1
    return Span(int(begin), last) if last >= int(begin) else None
