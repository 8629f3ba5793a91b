"""The words of the pulse contract: what a player sends and what it is told."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

LARGEST_BODY = 8 * 1024
MOST_SPANS = 64
OVERHANG_MS = 1000
"""A media element may report its end this much behind the lesson's length; the excess is cut off."""


class Unacceptable(Exception):
    """A pulse that cannot be read; `field` names what is wrong with it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class CheckAnswer(msgspec.Struct):
    """The answer to an attention check: which one, and at what position it was given, in seconds."""

    check: str
    at: float = 0.0


class PulseBody(msgspec.Struct):
    """A pulse as it is sent. Seconds are numbers; `v` says whether the page was visible."""

    t: str
    n: int
    s: list[tuple[float, float]]
    p: float = 0.0
    r: float = 1.0
    v: bool = True
    a: CheckAnswer | None = None


class Pulse(NamedTuple):
    """A pulse as the sink takes it: whole milliseconds, inside the lesson."""

    sequence: int
    spans: list[tuple[int, int]]
    position_ms: int
    answer: str | None


class Reply(NamedTuple):
    """What the door answers: an HTTP status and a body that msgspec can encode."""

    status: int
    body: dict[str, Any]


_decode = msgspec.json.Decoder(PulseBody).decode
encode = msgspec.json.Encoder().encode


def read(raw: bytes) -> PulseBody:
    """The body of a request.

    :raises Unacceptable: when it is not JSON of the contract's shape.
    """
    if len(raw) > LARGEST_BODY:
        raise Unacceptable("body", "larger than 8 KiB")
    try:
        return _decode(raw)
    except msgspec.ValidationError as error:
        reason = str(error)
        field = reason.rpartition("`$.")[2].rstrip("`") if "`$." in reason else "body"
        raise Unacceptable(field, reason) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unacceptable("body", "not JSON") from error


def pulse(body: PulseBody, duration_ms: int) -> Pulse:
    """The pulse inside a lesson of that length.

    :raises Unacceptable: reversed, outside or too many spans, or a sequence number out of range.
    """
    if not 0 <= body.n < 1 << 53:
        raise Unacceptable("n", "not a sequence number")
    if len(body.s) > MOST_SPANS:
        raise Unacceptable("s", "more than 64 spans")
    furthest = (duration_ms + OVERHANG_MS) / 1000
    spans = []
    for start, end in body.s:
        # NaN compares false with everything, so it fails here as well.
        if not 0 <= start <= end <= furthest:
            raise Unacceptable("s", "a span is reversed or outside the lesson")
        last = round(end * 1000)
        spans.append((round(start * 1000), last if last < duration_ms else duration_ms))  # noqa: FURB136 -- min() costs a call on the hot path
    if not 0 <= body.p < 1 << 22:
        raise Unacceptable("p", "not a position")
    answer = body.a.check if body.a is not None else None
    return Pulse(body.n, spans, min(round(body.p * 1000), duration_ms), answer)
