"""Server time in whole milliseconds, which never steps back within a process."""

from __future__ import annotations

import time
from typing import Protocol

BOOT_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", None)
"""Linux's monotonic clock stands still while the machine is suspended; this one does not."""


class Clock(Protocol):
    """Anything that tells the time in milliseconds since 1970 (UTC)."""

    def __call__(self) -> int:
        """The time now."""
        ...


class SteadyClock:
    """Wall clock read once, then carried on by a clock that only goes forward, also while the machine sleeps.

    Setting the machine's clock while the server runs changes nothing; across a restart a backward
    step is met by the readers, who count it as zero.
    """

    def __init__(self) -> None:
        self._offset = time.time_ns() - _since_boot_ns()

    def __call__(self) -> int:
        """The time now."""
        return (self._offset + _since_boot_ns()) // 1_000_000


def _since_boot_ns() -> int:
    if BOOT_CLOCK is None:
        return time.monotonic_ns()
    return time.clock_gettime_ns(BOOT_CLOCK)


steady = SteadyClock()
