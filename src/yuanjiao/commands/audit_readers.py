"""Processes that read the ledger for an audit, each its share of the learners.

Nothing of Django is imported before a reader has set it up, as every command does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import repeat
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import TYPE_CHECKING

from yuanjiao.commands import start

if TYPE_CHECKING:
    from yuanjiao.credits.public import Read, Share, View

_told: SimpleQueue[int] | None = None
"""Where a reader tells how many more entries it has read."""


@contextmanager
def readers(
    number: int, home: Path | None, more: Callable[[int], None]
) -> Iterator[Callable[[Share, View], Iterator[Read]]]:
    """So many processes, which read while their asker goes on with something else.

    :param more: told, from a thread of its own, how many more entries have been read.
    """
    # A copy of this process would share its connection to the database.
    context = get_context("spawn")
    told: SimpleQueue[int] = context.SimpleQueue()
    hearing = threading.Thread(target=_hear, args=(told, more), daemon=True)
    hearing.start()
    try:
        with ProcessPoolExecutor(number, context, initializer=_prepare, initargs=(home, told)) as pool:
            yield lambda window, view: pool.map(
                _read, [replace(window, number=each, of=number) for each in range(number)], repeat(view)
            )
    finally:
        told.put(0)
        hearing.join()


def _hear(told: SimpleQueue[int], more: Callable[[int], None]) -> None:
    while pieces := told.get():
        more(pieces)


def _prepare(home: Path | None, told: SimpleQueue[int]) -> None:
    global _told  # noqa: PLW0603 -- a reader is a process of its own, and has one asker
    _told = told
    start.prepare(home)


def _read(share: Share, view: View) -> Read:
    from yuanjiao.credits.public import read_ledger, unchanging_view  # noqa: PLC0415 -- only after `prepare`

    with unchanging_view(view):
        return read_ledger(share, view, progress=_tell)


def _tell(pieces: int) -> None:
    if pieces and _told is not None:
        _told.put(pieces)
