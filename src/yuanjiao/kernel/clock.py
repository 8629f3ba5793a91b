"""Server time in whole milliseconds, which never steps back within a process."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time in milliseconds since 1970 (UTC)."""

    def __call__(self) -> int:
        """The time now."""
        ...


class SteadyClock:
    """Wall clock read once, then carried on by the monotonic clock.

    Setting the machine's clock while the server runs changes nothing; across a restart a backward
    step is met by the readers, who count it as zero.
    """

    def __init__(self) -> None:
        self._offset = time.time_ns() - time.monotonic_ns()

    def __call__(self) -> int:
        """The time now."""
        return (self._offset + time.monotonic_ns()) // 1_000_000


steady = SteadyClock()
