"""Batches of pulses into the database: load, advance, store, complete, commit, and only then answer."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Protocol

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection, transaction

from yuanjiao.kernel.clock import Clock
from yuanjiao.learning import checks, watching
from yuanjiao.learning.completion import lesson_covered
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.intake import replies
from yuanjiao.learning.intake.rows import Cursor
from yuanjiao.learning.policy import WatchingRules
from yuanjiao.pulse.committer import Batch, StoreUnavailable
from yuanjiao.pulse.messages import Pulse, Reply
from yuanjiao.pulse.tokens import Claims

logger = logging.getLogger(__name__)

TRIES = 5
ROWS_AT_END = 256


class Stale(Exception):
    """Another node or a page wrote one of the rows since it was loaded, and nothing of the batch was stored."""


class Store(Protocol):
    """How desks reach the database; one for each kind of it."""

    hot: OrderedDict[int, Desk]

    def transaction(self) -> AbstractContextManager[None]:
        """What a batch runs in, completions apart, which always have a transaction."""
        ...

    def load(self, cursor: Cursor, learners: Sequence[int]) -> None:
        """Bring the learners' desks into `hot`, as the database has them."""

    def save(self, cursor: Cursor, changed: Sequence[Desk], done: Sequence[Desk]) -> set[int]:
        """Make the changed desks durable, and those that are `done` readable in their rows.

        :returns: the learners whose desks were out of date; nothing of theirs was stored.
        """
        ...

    def settle(self, cursor: Cursor, learners: Iterable[int]) -> None:
        """Write what memory knows of some learners to their rows, and forget it; who cannot be written is kept."""

    def unwritten(self) -> list[int]:
        """The learners whose rows are behind memory."""
        ...

    def undone(self, learners: Iterable[int]) -> None:
        """The transaction failed: memory must not know more than the database."""


class Sink:
    """The pulse committer's store. Used by one thread only, which owns its database connection."""

    def __init__(self, store: Store, *, key: bytes, clock: Clock, rules: Callable[[int], WatchingRules]) -> None:
        self._store = store
        self._key = key
        self._clock = clock
        self._rules = rules

    def __call__(self, batch: Batch, settling: Sequence[int] = (), tries: int = TRIES) -> list[Reply]:
        """Store a batch durably, and settle some learners: write their rows and forget their desks.

        :raises StoreUnavailable: when the database cannot take it now; whoever sends it again loses nothing.
        """
        for left in range(tries, 0, -1):
            try:
                answers, stale = self._transact(batch, settling)
            except Stale:
                self._store.undone(claims.learner for claims, _ in batch)
            except (OperationalError, InterfaceError, InternalError) as error:
                self._store.undone(claims.learner for claims, _ in batch)
                if not _is_conflict(error):
                    logger.warning("pulses wait for the database: %s", error)
                    connection.close()
                    raise StoreUnavailable from error
            except Exception:
                self._store.undone(claims.learner for claims, _ in batch)
                if not batch:
                    raise
                if len(batch) == 1:
                    logger.exception("a pulse of learner %d failed", batch[0][0].learner)
                    return [replies.FAILED]
                # One learner's bug must not cost the others their pulses.
                self((), settling)
                return [self([entry])[0] for entry in batch]
            else:
                return self._again(batch, answers, stale, left - 1) if stale else answers
        raise StoreUnavailable

    def close(self) -> None:
        """Write all rows that are behind, in short transactions, and leave the database."""
        try:
            while learners := self._store.unwritten()[:ROWS_AT_END]:
                with transaction.atomic(), connection.wrap_database_errors:
                    self._store.settle(connection.connection.cursor(), learners)
                if self._store.unwritten()[: len(learners)] == learners:
                    break
        except (DatabaseError, InterfaceError) as error:
            logger.warning("the journal will be read at the next start: %s", error)
        connection.close()

    def _transact(self, batch: Batch, settling: Sequence[int]) -> tuple[list[Reply], set[int]]:
        # The hot statements go past Django's cursors, so their errors are made Django's here.
        with self._store.transaction(), connection.wrap_database_errors:
            cursor: Cursor = connection.connection.cursor()
            self._store.settle(cursor, settling)
            self._load(cursor, batch)
            now_ms = self._clock()
            changed: dict[int, Desk] = {}
            done: list[Desk] = []
            answers = [self._take(claims, pulse, now_ms, changed, done) for claims, pulse in batch]
            if done:
                self._complete(cursor, list(changed.values()), done, now_ms)
                return answers, set()
            return answers, self._store.save(cursor, list(changed.values()), ())

    def _complete(self, cursor: Cursor, changed: list[Desk], done: list[Desk], now_ms: int) -> None:
        """Store desks of which some are done, and let who waits for that act, in one transaction."""
        with transaction.atomic():
            if self._store.save(cursor, changed, done):
                raise Stale
            now = datetime.fromtimestamp(now_ms / 1000, UTC)
            for desk in done:
                lesson_covered(learner_id=desk.learner, course_id=desk.course, now=now)

    def _again(self, batch: Batch, answers: list[Reply], stale: set[int], tries: int) -> list[Reply]:
        """Take the pulses of learners who were out of date once more, from what the database knows of them now."""
        self._store.undone(stale)
        places = [place for place, (claims, _) in enumerate(batch) if claims.learner in stale]
        for place, answer in zip(places, self([batch[place] for place in places], (), tries), strict=True):
            answers[place] = answer
        return answers

    def _load(self, cursor: Cursor, batch: Batch) -> None:
        """Load who is not in memory, and whose desk does not know the token's session: it may be the older one."""
        hot = self._store.hot
        wanted = set()
        doubtful = set()
        for claims, _ in batch:
            desk = hot.get(claims.learner)
            if desk is None:
                wanted.add(claims.learner)
            elif desk.session != claims.session or desk.epoch != claims.epoch:
                doubtful.add(claims.learner)
        if doubtful:
            self._store.settle(cursor, doubtful)
            wanted |= doubtful - hot.keys()
        if wanted:
            self._store.load(cursor, sorted(wanted))

    def _take(self, claims: Claims, pulse: Pulse, now_ms: int, changed: dict[int, Desk], done: list[Desk]) -> Reply:
        desk = self._store.hot.get(claims.learner)
        if desk is None or desk.epoch != claims.epoch:
            return replies.REOPEN
        if desk.session != claims.session:
            return replies.ELSEWHERE
        self._store.hot.move_to_end(claims.learner)
        rules = self._rules(claims.policy)
        if desk.checks is None:
            desk.checks = checks.positions(
                self._key, desk.learner, desk.lesson, claims.policy, desk.duration_ms, rules.checks_per_half_hour
            )
        answer = -1
        if pulse.answer is not None and desk.outstanding >= 0:
            expected = checks.name(self._key, desk.learner, desk.lesson, desk.outstanding)
            answer = desk.outstanding if pulse.answer == expected else -1
        played = watching.Played(pulse.sequence, pulse.spans, pulse.position_ms, answer)
        outcome = watching.advance(desk, played, now_ms, claims.speed, rules)
        if not outcome.repeated:
            changed[desk.learner] = desk
        if outcome.lesson_done:
            done.append(desk)
        return replies.counted(desk, outcome, rules, self._key)


def _is_conflict(error: Exception) -> bool:
    """A deadlock or a serialisation failure, which trying again resolves."""
    return getattr(error.__cause__, "sqlstate", None) in {"40P01", "40001"}
