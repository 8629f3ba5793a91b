"""What the stores have in common: memory is newer than the rows, which are written when they are long behind."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterable
from itertools import islice

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


class BehindStore(ABC):
    """The desks in memory, and those among them whose rows are behind, oldest first."""

    def __init__(self, clock: Clock) -> None:
        self.hot: OrderedDict[int, Desk] = OrderedDict()
        self._clock = clock
        # Since when the rows of a learner are behind. A number and no object with two fields: a hundred thousand
        # objects made anew every minute set off the collector, which then walks every hot desk.
        self._unwritten: OrderedDict[int, int] = OrderedDict()

    def unwritten(self) -> list[int]:
        """The learners whose rows are behind memory."""
        return list(self._unwritten)

    @abstractmethod
    def write(self, cursor: Cursor, learners: Iterable[int]) -> None:
        """Write the rows of those learners who are behind, within a transaction."""

    def _old(self, now_ms: int, batch: int) -> list[int]:
        """Whose rows have been behind for long, as many as may be written behind a batch of that size."""
        old = []
        for learner, since_ms in islice(self._unwritten.items(), max(MOST_WRITTEN, batch // 2)):
            if since_ms > now_ms - WRITE_AFTER_MS:
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
                    self._put_off(learner)

    def _put_off(self, learner: int) -> None:
        """Let a learner whose rows refused to be written wait again, behind all others."""
        del self._unwritten[learner]
        self._unwritten[learner] = self._clock()
