"""Hours in which nobody is disturbed, as pure comparison."""

from __future__ import annotations

from datetime import time

NIGHT = (time(21), time(7, 30))
"""When e-mails and short messages to many people wait for the morning."""


def is_quiet(at: time, begin: time | None, end: time | None) -> bool:
    """Whether a time of day lies in the quiet hours, which may pass midnight; without any, it never does."""
    if begin is None or end is None:
        return False
    if begin <= end:
        return begin <= at < end
    return at >= begin or at < end
