"""How many threads of a server process compute pages, or hash passwords, at once.

Python computes in one thread at a time, and every thread that wants to compute gets an equal turn. While eight pages
computed, the event loop and the committer had two turns of ten, and pulses waited for seconds; with two they do not,
and the pages are done no later (docs/decisions/0013). A thread that waits for a reader or a hash holds no place.
Nor does one that waits for its turn to write, or has it: everybody waits for whoever writes, and it must not wait.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator

PAGES_AT_ONCE = 2
LONGEST_WAIT_SECONDS = 2.0
"""A page goes on without a place after this: two long exports must not hold up everybody."""
HASHES_AT_ONCE = max(1, (os.cpu_count() or 1) // 2)
"""One password hash keeps several cores and 100 MB busy; more at once would only take them from everything else."""

_places = threading.Semaphore(PAGES_AT_ONCE)
_hashing = threading.Semaphore(HASHES_AT_ONCE)
_mine = threading.local()


@contextlib.contextmanager
def computing() -> Iterator[None]:
    """Hold a place while a page computes."""
    take()
    try:
        yield
    finally:
        leave()


@contextlib.contextmanager
def hashing() -> Iterator[None]:
    """Stand in line for a hash, without the place that this thread holds for its page.

    Not inside a transaction: whoever holds the place may be waiting for its end.
    """
    had = leave()
    try:
        with _hashing:
            yield
    finally:
        if had:
            take()


def take() -> None:
    """Wait for a place for this thread's page, though not for ever."""
    _mine.held = _places.acquire(timeout=LONGEST_WAIT_SECONDS)


def leave() -> bool:
    """Free this thread's place; whether it had one."""
    held = getattr(_mine, "held", False)
    _mine.held = False
    if held:
        _places.release()
    return held
