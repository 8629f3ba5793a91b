"""What the stores have in common: memory is newer than the rows, which are written when they are long behind."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from django.db import DatabaseError, transaction

from yuanjiao.kernel.clock import Clock
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.intake.rows import Cursor

logger = logging.getLogger(__name__)

HOT_DESKS = 200_000
WRITE_AFTER_MS = 45_000
MOST_WRITTEN = 64
"""Desks written behind a small batch, and half of a large one: either bounds the transaction and outruns the rate at
which desks grow old, for a player sends three pulses while one waits."""


class Waiting(NamedTuple):
    """Since when a learner's rows are behind, and since which row of the journal (0: the store has none)."""

    first: int
    since_ms: int


class BehindStore(ABC):
    """The desks in memory, and those among them whose rows are behind, oldest first."""

    def __init__(self, clock: Clock) -> None:
        self.hot: OrderedDict[int, Desk] = OrderedDict()
        self._clock = clock
        self._unwritten: OrderedDict[int, Waiting] = OrderedDict()
        # Whose rows refused to be written, and since which row of the journal: these stand out of order above.
        self._refused: dict[int, int] = {}

    def unwritten(self) -> list[int]:
        """The learners whose rows are behind memory."""
        return list(self._unwritten)

    @abstractmethod
    def write(self, cursor: Cursor, learners: Iterable[int]) -> None:
        """Write the rows of those learners who are behind, within a transaction."""

    def _old(self, now_ms: int, batch: int) -> list[int]:
        """Whose rows have been behind for long, as many as may be written behind a batch of that size."""
        old = []
        for learner, waiting in islice(self._unwritten.items(), max(MOST_WRITTEN, batch // 2)):
            if waiting.since_ms > now_ms - WRITE_AFTER_MS:
                break
            old.append(learner)
        return old

    def _write_behind(self, cursor: Cursor, learners: list[int]) -> None:
        """Write what may also be written later: a learner whose rows refuse must not cost the others anything."""
        if not learners:
            return
        try:
            with transaction.atomic():
                self.write(cursor, learners)
        except DatabaseError:
            for learner in learners:
                try:
                    with transaction.atomic():
                        self.write(cursor, [learner])
                except DatabaseError:
                    logger.exception("the rows of learner %d were not written", learner)
                    first, _ = self._unwritten.pop(learner)
                    self._unwritten[learner] = Waiting(first, self._clock())
                    self._refused[learner] = first
