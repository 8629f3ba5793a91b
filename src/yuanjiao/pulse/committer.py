"""Group commit: one thread commits whatever arrived while the commit before it ran.

At a low rate a pulse is committed alone and at once; at a high rate dozens share one transaction and
one flush to disk. Few pulses wait a little for company: a commit does not begin within `PACE_SECONDS` of the
one before, unless `MANY` are there.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from yuanjiao.pulse.messages import Pulse, Reply
from yuanjiao.pulse.tokens import Claims

logger = logging.getLogger(__name__)

LARGEST_BATCH = 1024
"""Bounds a transaction to some twenty milliseconds; enough that a slow disk, at twenty commits a second, keeps up."""
PACE_SECONDS = 0.004
"""A commit costs some 300 µs of processor however small it is: seven hundred a second of seven pulses each took from
the pages of the process what two hundred of twenty-five leave to them."""
MANY = 24
"""So many do not wait: a commit costs little beside them, and their senders have nothing else to do."""
MOST_WAITING = 50_000


class StoreUnavailable(Exception):
    """The store cannot take pulses now; nothing of the batch was counted, and the players keep their spans."""


Done = Callable[[Reply], None]
"""Takes the answer, on the event loop, once the pulse's transaction is on disk or has failed."""

LATER = Reply(503, {"say": {"code": "later", "text": "稍后会自动补报，已学的不会丢。"}})


class Entry(NamedTuple):
    """A pulse that waits for its commit."""

    claims: Claims
    pulse: Pulse
    done: Done


Batch = Sequence[tuple[Claims, Pulse]]
Sink = Callable[[Batch, Sequence[int]], list[Reply]]
"""Stores a batch durably and says what to answer to each; raises `StoreUnavailable` when it cannot.

Its second argument names learners whose rows must hold afterwards all that was answered to them."""

SETTLE_SECONDS = 2.0
IDLE_SECONDS = 5.0
"""Without pulses the store is called this often all the same, so that what it put off gets done."""


class Committer:
    """The queue between the event loop and the one thread that owns the store's connection.

    `at_end` is called last in that thread, so that the store can put its things in order.
    """

    def __init__(self, sink: Sink, loop: asyncio.AbstractEventLoop, at_end: Callable[[], None] = lambda: None) -> None:
        self._sink = sink
        self._at_end = at_end
        self._loop = loop
        self._waiting: list[Entry] = []
        self._settling: list[tuple[int, threading.Event]] = []
        self._guard = threading.Lock()
        self._wake = threading.Event()
        self._many = threading.Event()
        self._stopping = False
        self._next_at = 0.0
        self._thread = threading.Thread(target=self._run, name="pulse-committer", daemon=True)

    def start(self) -> None:
        """Begin to commit."""
        self._thread.start()

    def stop(self) -> None:
        """Commit what waits, then end; blocks until it has."""
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def submit(self, claims: Claims, pulse: Pulse, done: Done) -> None:
        """Put a pulse in line; `done` is told when its transaction is on disk, or `LATER` when too many wait."""
        if len(self._waiting) >= MOST_WAITING:
            done(LATER)
            return
        with self._guard:
            self._waiting.append(Entry(claims, pulse, done))
        if not self._wake.is_set():
            self._wake.set()
        if len(self._waiting) >= MANY and not self._many.is_set():
            self._many.set()

    def settle(self, learner: int) -> None:
        """Wait, in a page's thread, until a learner's rows hold all her answered pulses; not longer than a moment."""
        settled = threading.Event()
        with self._guard:
            self._settling.append((learner, settled))
        self._wake.set()
        settled.wait(SETTLE_SECONDS)

    def _run(self) -> None:
        self._commit([], [])  # what the last run left is put in order before the first pulse
        while True:
            if not self._wake.wait(IDLE_SECONDS):
                self._commit([], [])
            self._wake.clear()
            while self._waiting or self._settling:
                self._many.wait(max(0.0, self._next_at - time.monotonic()))
                self._next_at = time.monotonic() + PACE_SECONDS
                with self._guard:
                    self._many.clear()
                    batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
                    settling, self._settling = self._settling, []
                self._commit(batch, settling)
            if self._stopping:
                self._at_end()
                return

    def _commit(self, batch: list[Entry], settling: list[tuple[int, threading.Event]]) -> None:
        outcome: list[Reply] | Exception
        try:
            outcome = self._sink([(entry.claims, entry.pulse) for entry in batch], [learner for learner, _ in settling])
        except StoreUnavailable as error:
            outcome = error
        except Exception as error:
            logger.exception("a batch of %d pulses failed", len(batch))
            outcome = error
        for _, settled in settling:
            settled.set()
        self._loop.call_soon_threadsafe(_deliver, batch, outcome)


def _deliver(batch: list[Entry], outcome: list[Reply] | Exception) -> None:
    if isinstance(outcome, Exception):
        outcome = [LATER] * len(batch)
    for entry, reply in zip(batch, outcome, strict=True):
        entry.done(reply)
