"""Licences as arithmetic: what of a price falls into a year, which reminder is due. No Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

CROWDED, FULL = 90, 100


def spent_until(price_fen: int, first: date, last: date, day: date) -> int:
    """What of the price has been used up by the end of a day, when every day of the licence costs the same."""
    whole = (last - first).days + 1
    gone = min(max((day - first).days + 1, 0), whole)
    return price_fen * gone // whole


def cost_in_year(price_fen: int, first: date, last: date, year: int) -> int:
    """What of the price falls into a year; the parts of all years add up to the price, to the fen."""
    until_then = spent_until(price_fen, first, last, date(year, 12, 31))
    return until_then - spent_until(price_fen, first, last, date(year - 1, 12, 31))


def reminder_due(left: int, thresholds: Iterable[int]) -> int | None:
    """The reminder that `left` days before the end call for: the nearest threshold that is reached, if any."""
    return min((days for days in thresholds if 0 <= left <= days), default=None)


def seats_reached(used: int, seats: int | None) -> int:
    """The share of the seats, in percent, that calls for a warning: 100 beyond the last one, 90 beyond that; else 0."""
    if seats is None or used * 10 <= seats * 9:
        return 0
    return FULL if used > seats else CROWDED


def fen_an_hour(cost_fen: int, learned_ms: int) -> int | None:
    """What a completed learning hour cost, to the nearest fen; nothing where nobody completed anything."""
    if learned_ms <= 0:
        return None
    return (cost_fen * 3_600_000 * 2 + learned_ms) // (learned_ms * 2)
