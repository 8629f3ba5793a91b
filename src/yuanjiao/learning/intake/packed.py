"""PostgreSQL: a batch is one statement that puts each desk, packed, into its learner's row; the columns follow later.

Any node reads the packed desk with the row, so nothing is known to one node alone. A node that dies
leaves its desks packed; whoever finds them there after a while writes their columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate

from django.db import connection, transaction

from yuanjiao.kernel.clock import Clock
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.intake import journal
from yuanjiao.learning.intake.behind import HOT_DESKS, MOST_WRITTEN, WRITE_AFTER_MS, BehindStore
from yuanjiao.learning.intake.merge import merged
from yuanjiao.learning.intake.rows import SELECT_PACKED, Cursor, PostgresRows, desk
from yuanjiao.learning.intake.sink import Stale
from yuanjiao.learning.server_clock import now_ms

LOOK_EVERY_MS = 30_000
LEFT_AFTER_MS = 3 * WRITE_AFTER_MS
"""A desk that was packed for so long belongs to a node that is no more."""

# One piece of bytes for all desks and numbers as text: the cheapest that a driver and a server can both read.
SAVE = """
    UPDATE learning_allowance a
    SET version = a.version + 1,
        desk = substring(%b::bytea FROM new.at FOR new.size),
        behind_since_ms = coalesce(a.behind_since_ms, %s)
    FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[]) AS new (learner, version, at, size)
    WHERE a.learner_id = new.learner AND a.version = new.version
    RETURNING a.learner_id
"""
LEFT = "SELECT learner_id FROM learning_allowance WHERE behind_since_ms < %s LIMIT %s"


class PackedStore(BehindStore):
    """Compare-and-set on the row's version: what another node or a page wrote meanwhile is found out and read."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self._rows = PostgresRows()
        self._looked_at = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """None: the one statement that stores a batch is a transaction by itself, without the two trips around it."""
        connection.ensure_connection()
        yield

    def load(self, cursor: Cursor, learners: Sequence[int]) -> None:
        """Read the learners' rows, and what is packed in them."""
        cursor.execute(SELECT_PACKED, (list(learners),))
        for *columns, packed, since_ms in cursor.fetchall():
            found = newest(desk(columns), packed)
            self.hot[found.learner] = found
            if packed is not None:
                self._unwritten.setdefault(found.learner, since_ms)
        while len(self.hot) > HOT_DESKS:
            learner, _ = self.hot.popitem(last=False)
            self._unwritten.pop(learner, None)

    def save(self, cursor: Cursor, changed: Sequence[Desk], done: Sequence[Desk]) -> set[int]:
        """Pack the desks into their rows; write the columns of those that are done, and of some that are old."""
        now = self._clock()
        stale = self._pack(cursor, changed, now) if changed else set()
        if done and not stale:
            self.write(cursor, [each.learner for each in done])
        self._write_behind(cursor, self._old(now, len(changed)))
        if now - self._looked_at > LOOK_EVERY_MS:
            self._looked_at = now
            self._take_over(cursor, now)
        return stale

    def settle(self, cursor: Cursor, learners: Iterable[int]) -> None:
        """Write the columns of learners that are behind, and forget their desks; who cannot be written is kept."""
        named = list(dict.fromkeys(learners))
        for learner in named:
            self._forget(learner)  # another node may have packed a newer one; the row knows all that was answered
        if named:
            self.load(cursor, named)
        self._write_behind(cursor, [learner for learner in named if learner in self._unwritten])
        for learner in named:
            if learner not in self._unwritten:
                self.hot.pop(learner, None)

    def undone(self, learners: Iterable[int]) -> None:
        """Forget the desks that were advanced in vain; their rows know everything that was answered."""
        for learner in learners:
            self._forget(learner)

    def _pack(self, cursor: Cursor, changed: Sequence[Desk], now: int) -> set[int]:
        """Store the desks that are still the newest; the learners of the others."""
        ordered = sorted(changed, key=lambda each: each.learner)
        pieces = [journal.pack(each) for each in ordered]
        sizes = [len(piece) for piece in pieces]
        starts = accumulate(sizes[:-1], initial=1)
        numbers = ([each.learner for each in ordered], [each.version for each in ordered], starts, sizes)
        cursor.execute(SAVE, (b"".join(pieces), now, *map(_array, numbers)))
        stored = {learner for (learner,) in cursor.fetchall()}
        for each in ordered:
            if each.learner in stored:
                each.version += 1
                self._unwritten.setdefault(each.learner, now)
        return {each.learner for each in ordered} - stored if len(stored) < len(ordered) else set()

    def write(self, cursor: Cursor, learners: Iterable[int]) -> None:
        """Write the columns of desks that are behind; another node's newer desk is left to it."""
        with connection.wrap_database_errors:
            behind = [self.hot[learner] for learner in learners if learner in self._unwritten]
            rows = {row.learner: row for row in self._rows.lock(cursor, [each.learner for each in behind])}
            ours = [each for each in behind if each.learner in rows and rows[each.learner].version == each.version]
            written = [merged(rows[each.learner], each) for each in ours]
            if written and self._rows.save(cursor, written) != 2 * len(written):
                raise Stale
        for each in behind:
            self._forget(each.learner)
        for each in written:
            each.version += 1
            each.watch_version += 1
            each.charged_ms = 0
            self.hot[each.learner] = each

    def _take_over(self, cursor: Cursor, now: int) -> None:
        """Load desks that a node left packed when it died; they are old, so they are written soon."""
        cursor.execute(LEFT, (now - LEFT_AFTER_MS, MOST_WRITTEN))
        left = [learner for (learner,) in cursor.fetchall() if learner not in self.hot]
        if not left:
            return
        self.load(cursor, left)
        for learner in left:
            if learner in self._unwritten:
                self._unwritten.move_to_end(learner, last=False)
        self._looked_at = 0  # there may be more of them

    def _forget(self, learner: int) -> None:
        self.hot.pop(learner, None)
        self._unwritten.pop(learner, None)


def newest(columns: Desk, packed: bytes | None) -> Desk:
    """The desk of a row: the packed one if there is one, under the version and epoch that the columns have."""
    if packed is None:
        return columns
    found = next(journal.unpack(bytes(packed)))
    found.version, found.epoch = columns.version, columns.epoch
    return found


@transaction.atomic
def write_columns(learner_id: int) -> None:
    """Bring a learner's columns up to her packed desk, in a page's own transaction (PostgreSQL).

    The committer that packed it finds its version out of date and reads the row again.
    """
    store = PackedStore(now_ms)
    cursor: Cursor = connection.connection.cursor()
    store.load(cursor, [learner_id])
    store.write(cursor, [learner_id])


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"
