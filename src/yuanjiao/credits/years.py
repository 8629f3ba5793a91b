"""Which year a moment belongs to: the calendar of Asia/Shanghai, wherever the server stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def date_of(at: datetime) -> date:
    """The calendar day of a moment."""
    return at.astimezone(SHANGHAI).date()


def year_of(at: datetime) -> int:
    """The credit year of a moment."""
    return date_of(at).year


def exact_text(at: datetime) -> str:
    """A moment as the ledger hashes it: UTC to the microsecond, 26 characters."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def first_moment(year: int, month: int = 1) -> datetime:
    """When a credit year, or one of its months, begins."""
    return datetime(year, month, 1, tzinfo=SHANGHAI)
