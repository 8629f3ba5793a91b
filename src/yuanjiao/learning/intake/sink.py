"""Batches of pulses into the database: load, advance, save, complete, commit, and only then answer."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from django.db import DatabaseError, InterfaceError, connection, transaction

from yuanjiao.kernel.clock import Clock
from yuanjiao.learning import checks, watching
from yuanjiao.learning.completion import lesson_covered
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.intake import replies
from yuanjiao.learning.intake.rows import Cursor, PostgresRows, SqliteRows
from yuanjiao.learning.policy import WatchingRules
from yuanjiao.pulse.committer import StoreUnavailable
from yuanjiao.pulse.messages import Pulse, Reply
from yuanjiao.pulse.tokens import Claims

logger = logging.getLogger(__name__)

TRIES = 5
HOT_DESKS = 200_000

Batch = Sequence[tuple[Claims, Pulse]]


class Stale(Exception):
    """Another node or a page wrote one of the rows since it was loaded."""


class Sink:
    """The pulse committer's store. Used by one thread only, which owns its database connection.

    Desks stay in memory between pulses; `version` tells when one is out of date, so a page, another
    node or a command may write the same rows at any time.
    """

    def __init__(self, *, key: bytes, clock: Clock, rules: Callable[[int], WatchingRules]) -> None:
        self._key = key
        self._clock = clock
        self._rules = rules
        self._rows: SqliteRows | PostgresRows = PostgresRows() if connection.vendor == "postgresql" else SqliteRows()
        self._hot: OrderedDict[int, Desk] = OrderedDict()

    def __call__(self, batch: Batch) -> list[Reply]:
        """Store a batch durably.

        :raises StoreUnavailable: when the database cannot take it now; nothing of it was stored.
        """
        for _ in range(TRIES):
            try:
                return self._store(batch)
            except Stale:
                self._forget(batch)
            except (DatabaseError, InterfaceError) as error:
                self._forget(batch)
                if not _is_conflict(error):
                    logger.warning("pulses wait for the database: %s", error)
                    connection.close()
                    raise StoreUnavailable from error
            except Exception:
                self._forget(batch)
                if len(batch) == 1:
                    raise
                # One learner's bug must not cost the others their pulses.
                return [self._alone(entry) for entry in batch]
        raise StoreUnavailable

    def _alone(self, entry: tuple[Claims, Pulse]) -> Reply:
        try:
            return self([entry])[0]
        except Exception:
            logger.exception("a pulse of learner %d failed", entry[0].learner)
            return replies.FAILED

    def _store(self, batch: Batch) -> list[Reply]:
        with transaction.atomic():
            cursor: Cursor = connection.connection.cursor()
            self._load(cursor, {claims.learner for claims, _ in batch} - self._hot.keys())
            self._load(cursor, self._doubtful(batch))
            now_ms = self._clock()
            changed: dict[int, Desk] = {}
            done: list[Desk] = []
            answers = [self._take(claims, pulse, now_ms, changed, done) for claims, pulse in batch]
            if changed:
                desks = list(changed.values())
                if self._rows.save(cursor, desks) != 2 * len(desks):
                    raise Stale
                for desk in desks:
                    desk.version += 1
                    desk.watch_version += 1
            now = datetime.fromtimestamp(now_ms / 1000, UTC)
            for desk in done:
                lesson_covered(learner_id=desk.learner, course_id=desk.course, now=now)
        while len(self._hot) > HOT_DESKS:
            self._hot.popitem(last=False)
        return answers

    def _load(self, cursor: Cursor, learners: set[int]) -> None:
        if not learners:
            return
        for learner in learners:
            self._hot.pop(learner, None)
        for desk in self._rows.load(cursor, sorted(learners)):
            self._hot[desk.learner] = desk

    def _doubtful(self, batch: Batch) -> set[int]:
        """Whose desk in memory does not know the token's session: it may be older than the session."""
        return {
            claims.learner
            for claims, _ in batch
            if (desk := self._hot.get(claims.learner)) is not None
            and (desk.session != claims.session or desk.epoch != claims.epoch)
        }

    def _take(self, claims: Claims, pulse: Pulse, now_ms: int, changed: dict[int, Desk], done: list[Desk]) -> Reply:
        desk = self._hot.get(claims.learner)
        if desk is None or desk.epoch != claims.epoch:
            return replies.REOPEN
        if desk.session != claims.session:
            return replies.ELSEWHERE
        self._hot.move_to_end(claims.learner)
        rules = self._rules(claims.policy)
        if not desk.checks:
            desk.checks = checks.positions(
                self._key, desk.learner, desk.lesson, claims.policy, desk.duration_ms, rules.checks_per_half_hour
            )
        answer = -1
        if pulse.answer is not None and pulse.answer == checks.name(
            self._key, desk.learner, desk.lesson, desk.outstanding
        ):
            answer = desk.outstanding
        played = watching.Played(pulse.sequence, pulse.spans, pulse.position_ms, answer)
        outcome = watching.advance(desk, played, now_ms, claims.speed, rules)
        if not outcome.repeated:
            changed[desk.learner] = desk
        if outcome.lesson_done:
            done.append(desk)
        return replies.counted(desk, outcome, rules, self._key)

    def _forget(self, batch: Batch) -> None:
        for claims, _ in batch:
            self._hot.pop(claims.learner, None)


def _is_conflict(error: Exception) -> bool:
    """A deadlock or a serialisation failure, which trying again resolves."""
    return getattr(error.__cause__, "sqlstate", None) in {"40P01", "40001"}
