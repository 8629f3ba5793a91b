"""PostgreSQL: every batch writes its rows at once, because other nodes must see them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from yuanjiao.learning.desk import Desk
from yuanjiao.learning.intake.rows import Cursor, PostgresRows
from yuanjiao.learning.intake.sink import HOT_DESKS, Stale


class DirectStore:
    """Compare-and-set on the rows' versions: what another node or a page wrote meanwhile is found out and read."""

    def __init__(self) -> None:
        self.hot: OrderedDict[int, Desk] = OrderedDict()
        self._rows = PostgresRows()

    def load(self, cursor: Cursor, learners: Sequence[int]) -> None:
        """Read the learners' rows."""
        for desk in self._rows.load(cursor, learners):
            self.hot[desk.learner] = desk
        while len(self.hot) > HOT_DESKS:
            self.hot.popitem(last=False)

    def save(self, cursor: Cursor, changed: Sequence[Desk], done: Sequence[Desk]) -> None:  # noqa: ARG002 -- as the protocol has it
        """Write all rows; the `done` ones are among them."""
        if not changed:
            return
        if self._rows.save(cursor, changed) != 2 * len(changed):
            raise Stale
        for desk in changed:
            desk.version += 1
            desk.watch_version += 1

    def settle(self, cursor: Cursor, learners: Iterable[int]) -> None:  # noqa: ARG002 -- as the protocol has it
        """Forget the desks; nothing waits, every row is as memory knows it."""
        for learner in learners:
            self.hot.pop(learner, None)

    def unwritten(self) -> list[int]:
        """Nobody: every row is as memory knows it."""
        return []

    def undone(self, learners: Iterable[int]) -> None:
        """Forget the desks that were advanced in vain."""
        for learner in learners:
            self.hot.pop(learner, None)
