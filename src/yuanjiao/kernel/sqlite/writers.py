"""One fair queue for all writers of one SQLite file, over threads and processes.

SQLite's own busy handler polls with growing sleeps, so that a writer which comes back at once (the
pulse committer) starves one that sleeps (a page). Here a writer first stands in the door (`next`),
then takes the chair (`writing`), then frees the door: whoever comes back must pass the door behind
those already waiting. Both are ``flock`` on files beside the database, so that the worker process
stands in the same queue; within a process, a first-come lock orders the threads.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from types import TracebackType
from typing import Self

from yuanjiao.kernel import places


class FirstCome:
    """A lock that is handed to whoever has waited longest."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def acquire(self) -> None:
        """Wait in line for the lock."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()

    def release(self) -> None:
        """Hand the lock to the next in line."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class Turn:
    """The right to write, until it is ended; also a context manager.

    :param place: whether the page that writes gave its place away for this, and gets one again afterwards.
    """

    def __init__(self, queue: WriterQueue | None, *, place: bool = False) -> None:
        self._queue = queue
        self._place = place

    def end(self) -> None:
        """Pass the right to the next writer; ending twice does nothing."""
        queue, self._queue = self._queue, None
        if queue is not None:
            queue.leave()
            if self._place:
                places.take()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()


NO_TURN = Turn(None)


class WriterQueue:
    """The queue of one database file."""

    def __init__(self, path: str) -> None:
        self._threads = FirstCome()
        self._door = self._chair = -1
        if path != ":memory:" and "mode=memory" not in path:
            self._door = os.open(f"{path}-door", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._chair = os.open(f"{path}-chair", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self) -> Turn:
        """Wait for this writer's turn."""
        place = places.leave()
        self._threads.acquire()
        if self._chair >= 0:
            fcntl.flock(self._door, fcntl.LOCK_EX)
            fcntl.flock(self._chair, fcntl.LOCK_EX)
            fcntl.flock(self._door, fcntl.LOCK_UN)
        return Turn(self, place=place)

    def leave(self) -> None:
        """Free the chair; called by `Turn.end`."""
        if self._chair >= 0:
            fcntl.flock(self._chair, fcntl.LOCK_UN)
        self._threads.release()


_queues: dict[str, WriterQueue] = {}
_queues_guard = threading.Lock()


def queue_of(path: object) -> WriterQueue:
    """The one queue of a database file in this process."""
    name = str(path)
    queue = _queues.get(name)
    if queue is None:
        with _queues_guard:
            queue = _queues.setdefault(name, WriterQueue(name))
    return queue


def _forget_after_fork() -> None:
    # A forked child shares the parent's open files, and flock belongs to the open file: it needs its own.
    _queues.clear()


os.register_at_fork(after_in_child=_forget_after_fork)
