"""How pages of a server process ask its pulse committer to put a learner's rows in order."""

from __future__ import annotations

from collections.abc import Callable

_settle: list[Callable[[int], None]] = []


def settle_with(settle: Callable[[int], None] | None) -> None:
    """Name the running committer's `settle`, which this process's pages then wait for; none when it ends."""
    _settle[:] = [settle] if settle is not None else []


def settle(learner_id: int) -> None:
    """Bring a learner's rows up to all pulses that were answered, and out of the committer's memory.

    Call it before reading or writing her watches or allowance, and again after a write has been
    committed. Without a running server in this process the rows are as they are, at most a minute behind.
    """
    for each in _settle:
        each(learner_id)
