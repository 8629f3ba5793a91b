"""SQLite: a batch is one appended row of the journal, and the tables follow within a minute.

`_unwritten` maps each learner whose rows are behind to the journal row since which they are, oldest
first; its head tells which journal rows are no longer needed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from itertools import islice

from yuanjiao.kernel.clock import Clock
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.intake import journal
from yuanjiao.learning.intake.merge import merged
from yuanjiao.learning.intake.rows import Cursor, SqliteRows
from yuanjiao.learning.intake.sink import HOT_DESKS

WRITE_AFTER_MS = 45_000
MOST_WRITTEN = 64
"""Desks written behind a batch; bounds its transaction, and outruns any rate at which desks grow old."""
FORGET_EVERY_MS = 5_000
CHUNK = 500


class JournalledStore:
    """Journal first, rows later. One process owns it; others that write the rows are met by a merge."""

    def __init__(self, clock: Clock) -> None:
        self.hot: OrderedDict[int, Desk] = OrderedDict()
        self._clock = clock
        self._rows = SqliteRows()
        self._unwritten: OrderedDict[int, tuple[int, int]] = OrderedDict()
        self._last = 0
        self._forgotten_at = 0
        self._restored = False

    def load(self, cursor: Cursor, learners: Sequence[int]) -> None:
        """Read the rows of learners that memory does not know."""
        for desk in self._rows.load(cursor, learners):
            self.hot[desk.learner] = desk

    def save(self, cursor: Cursor, changed: Sequence[Desk], done: Sequence[Desk]) -> None:
        """Append the desks to the journal; write the rows of those that are done, and of some that are old."""
        now_ms = self._clock()
        if changed:
            self._last = journal.append(cursor, changed)
            for desk in changed:
                desk.journal_id = self._last
                self._unwritten.setdefault(desk.learner, (self._last, now_ms))
        due = {desk.learner for desk in done}
        for learner, (_, since) in islice(self._unwritten.items(), MOST_WRITTEN):
            if since > now_ms - WRITE_AFTER_MS:
                break
            due.add(learner)
        self.settle(cursor, due)
        if now_ms - self._forgotten_at > FORGET_EVERY_MS:
            self._forgotten_at = now_ms
            journal.forget(cursor, self._oldest_needed())
            self._make_room()

    def settle(self, cursor: Cursor, learners: Iterable[int]) -> None:
        """Write the rows of learners that are behind, merged with what someone else wrote meanwhile."""
        self._restore(cursor)
        behind = [self.hot[learner] for learner in learners if learner in self._unwritten]
        if not behind:
            return
        rows = {row.learner: row for row in self._rows.load(cursor, [desk.learner for desk in behind])}
        written = []
        for desk in behind:
            row = rows.get(desk.learner)
            untouched = row is None or (row.version, row.watch_version) == (desk.version, desk.watch_version)
            written.append(desk if row is None or untouched else self._met(cursor, row, desk))
        self._rows.save(cursor, written)
        for desk in written:
            desk.version += 1
            desk.watch_version += 1
            desk.charged_ms = 0
            self.hot[desk.learner] = desk
            del self._unwritten[desk.learner]
        if not self._unwritten:
            journal.forget(cursor, self._last + 1)

    def unwritten(self) -> list[int]:
        """The learners whose rows are behind the journal."""
        return list(self._unwritten)

    def undone(self, learners: Iterable[int]) -> None:  # noqa: ARG002 -- as the protocol has it
        """Begin again from the database: the journal and the rows know everything that was answered."""
        self.hot.clear()
        self._unwritten.clear()
        self._restored = False

    def _met(self, cursor: Cursor, row: Desk, hot: Desk) -> Desk:
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
                self._unwritten[learner] = (number, 0)
        self._restored = True

    def _oldest_needed(self) -> int:
        head = next(iter(self._unwritten.values()), None)
        return head[0] if head else self._last + 1

    def _make_room(self) -> None:
        surplus = len(self.hot) - HOT_DESKS
        if surplus > 0:
            idle = [learner for learner in islice(self.hot, 2 * surplus) if learner not in self._unwritten]
            for learner in idle[:surplus]:
                del self.hot[learner]
