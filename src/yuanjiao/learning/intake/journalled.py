"""SQLite: a batch is one appended row of the journal, and the tables follow within a minute.

The smallest journal row since which somebody's rows are behind tells which rows of it are no longer needed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import islice

from django.db import connection, transaction

from yuanjiao.kernel.clock import Clock
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.intake import journal
from yuanjiao.learning.intake.behind import HOT_DESKS, BehindStore
from yuanjiao.learning.intake.merge import merged
from yuanjiao.learning.intake.rows import Cursor, SqliteRows

FORGOTTEN_AT_ONCE = 4
"""Journal rows deleted with each that is appended. The rows of a minute are a hundred megabytes at a city's rate;
deleted at a stroke they kept every pulse waiting for a third of a second."""
CHUNK = 500


class JournalledStore(BehindStore):
    """Journal first, rows later. One process owns it; others that write the rows are met by a merge."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self._rows = SqliteRows()
        # The row of the journal since which the rows of a learner are behind, in the order of the rows; apart from it,
        # those whose rows refused to be written, for they would stand out of order.
        self._first: OrderedDict[int, int] = OrderedDict()
        self._refused: dict[int, int] = {}
        self._last = 0
        self._restored = False

    def transaction(self) -> AbstractContextManager[None]:
        """One transaction for the whole batch: opening one costs little here, and a flush to disk much."""
        return transaction.atomic()

    def load(self, cursor: Cursor, learners: Sequence[int]) -> None:
        """Read the rows of learners that memory does not know."""
        for desk in self._rows.load(cursor, learners):
            self.hot[desk.learner] = desk

    def save(self, cursor: Cursor, changed: Sequence[Desk], done: Sequence[Desk]) -> set[int]:
        """Append the desks to the journal; write the rows of those that are done, and of some that are old."""
        self._restore(cursor)
        now_ms = self._clock()
        if changed:
            self._last = journal.append(cursor, changed)
            for desk in changed:
                desk.journal_id = self._last
                if desk.learner not in self._unwritten:
                    self._unwritten[desk.learner] = now_ms
                    self._first[desk.learner] = self._last
        self.write(cursor, [desk.learner for desk in done])
        self._write_behind(cursor, self._old(now_ms, len(changed)))
        self._tidy(cursor)
        return set()

    def settle(self, cursor: Cursor, learners: Iterable[int]) -> None:
        """Write the rows of learners that are behind, and forget their desks; who cannot be written is kept."""
        self._restore(cursor)
        named = list(dict.fromkeys(learners))
        self._write_behind(cursor, named)
        for learner in named:
            if learner not in self._unwritten:
                self.hot.pop(learner, None)
        self._tidy(cursor)

    def undone(self, learners: Iterable[int]) -> None:  # noqa: ARG002 -- as the protocol has it
        """Begin again from the database: the journal and the rows know everything that was answered."""
        self.hot.clear()
        self._unwritten.clear()
        self._first.clear()
        self._refused.clear()
        self._restored = False

    def write(self, cursor: Cursor, learners: Iterable[int]) -> None:
        """Write rows that are behind, merged with what someone else wrote meanwhile."""
        behind = [self.hot[learner] for learner in learners if learner in self._unwritten]
        if not behind:
            return
        rows = {row.learner: row for row in self._rows.load(cursor, [desk.learner for desk in behind])}
        written = [self._met(cursor, rows.get(desk.learner), desk) for desk in behind]
        with connection.wrap_database_errors:
            self._rows.save(cursor, written)
        for desk in written:
            desk.version += 1
            desk.watch_version += 1
            desk.charged_ms = 0
            self.hot[desk.learner] = desk
            del self._unwritten[desk.learner]
            self._first.pop(desk.learner, None)
            self._refused.pop(desk.learner, None)

    def _put_off(self, learner: int) -> None:
        """Let a learner wait again, with the journal kept for her."""
        super()._put_off(learner)
        if learner in self._first:
            self._refused[learner] = self._first.pop(learner)

    def _met(self, cursor: Cursor, row: Desk | None, hot: Desk) -> Desk:
        if row is None or (row.version, row.watch_version) == (hot.version, hot.watch_version):
            return hot
        if row.lesson != hot.lesson:
            self._rows.unite_watch(cursor, hot)
        return merged(row, hot)

    def _restore(self, cursor: Cursor) -> None:
        """After a start or a failure: the desks that the journal knows better than the rows."""
        if self._restored:
            return
        first: dict[int, int] = {}
        newest: dict[int, tuple[int, Desk]] = {}
        for number, desk in journal.remaining(cursor):
            first.setdefault(desk.learner, number)
            newest[desk.learner] = (number, desk)
            self._last = number
        learners = list(newest)
        written = {}
        for at in range(0, len(learners), CHUNK):
            for row in self._rows.load(cursor, learners[at : at + CHUNK]):
                written[row.learner] = row.journal_id
        for learner, number in sorted(first.items(), key=lambda item: item[1]):
            latest, desk = newest[learner]
            if latest > written.get(learner, 0):
                desk.journal_id = latest
                self.hot[learner] = desk
                self._unwritten[learner] = 0
                self._first[learner] = number
        self._restored = True

    def _tidy(self, cursor: Cursor) -> None:
        """Delete some journal rows that nobody needs any more, and let idle desks go."""
        journal.forget(cursor, self._oldest(), FORGOTTEN_AT_ONCE)
        self._make_room()

    def _oldest(self) -> int:
        """The first journal row that is still needed."""
        return min([next(iter(self._first.values()), self._last + 1), *self._refused.values()])

    def _make_room(self) -> None:
        surplus = len(self.hot) - HOT_DESKS
        if surplus > 0:
            idle = [learner for learner in islice(self.hot, 2 * surplus) if learner not in self._unwritten]
            for learner in idle[:surplus]:
                del self.hot[learner]
