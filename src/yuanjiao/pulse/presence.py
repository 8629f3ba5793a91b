"""Who is here: distinct learners seen in the last minute, over all nodes (A2).

Each node keeps one bit set a second (bit = learner number), so that the union over a minute and over
nodes is exact: a learner on two nodes is one bit.
"""

from __future__ import annotations

import threading
import time

WINDOW_SECONDS = 60


class BitSets:
    """Sixty bit sets, one a second."""

    def __init__(self) -> None:
        self._current: set[int] = set()
        self._second = 0
        self._past: dict[int, int] = {}
        self._guard = threading.Lock()

    def add(self, number: int, second: int) -> None:
        """Note that a learner was seen in a second."""
        with self._guard:
            if second != self._second:
                self._turn(second)
            self._current.add(number)

    def union(self, second: int) -> int:
        """All learners seen in the window that ends with a second, as the bits of one number."""
        with self._guard:
            self._turn(second)
            bits = 0
            for past in self._past.values():
                bits |= past
        return bits

    def _turn(self, second: int) -> None:
        current, self._current = self._current, set()
        if current:
            self._past[self._second] = self._past.get(self._second, 0) | bits_of(current)
        self._second = second
        for old in [past for past in self._past if past <= second - WINDOW_SECONDS]:
            del self._past[old]


def bits_of(numbers: set[int]) -> int:
    """A set of numbers as the bits of one number."""
    raw = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        raw[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(raw, "little")


class Presence:
    """This node's presence, and what the other nodes last shared of theirs.

    `online` is the count as last taken; the pulse door repeats it without counting again, except to the
    players on the `closed` channels (by number, as in a watch token), where policy shows no count.
    """

    def __init__(self) -> None:
        self._seen = BitSets()
        self._studying = BitSets()
        self._others: tuple[int, int] = (0, 0)
        self._beside = (0, 0)
        self.online = 0
        self.closed: frozenset[int] = frozenset()

    def seen(self, learner: int) -> None:
        """A learner gave a sign of life."""
        self._seen.add(learner, int(time.monotonic()))

    def counted(self, learner: int) -> None:
        """A learner's pulse was counted."""
        second = int(time.monotonic())
        self._seen.add(learner, second)
        self._studying.add(learner, second)

    def beside(self, seen: int) -> None:
        """Take over whom the process of this node's pages has seen in the last minute."""
        self._beside = (seen, int(time.monotonic()))

    def share(self) -> tuple[int, int]:
        """This node's two bit sets: seen, studying."""
        second = int(time.monotonic())
        beside, told = self._beside
        seen = self._seen.union(second) | (beside if told > second - WINDOW_SECONDS else 0)
        return seen, self._studying.union(second)

    def others(self, seen: int, studying: int) -> None:
        """Take over the union of what the other nodes shared."""
        self._others = (seen, studying)

    def counts(self) -> tuple[int, int]:
        """How many learners are on line, and how many of them are studying, over all nodes."""
        seen, studying = self.share()
        self.online = (seen | self._others[0]).bit_count()
        return self.online, (studying | self._others[1]).bit_count()


presence = Presence()
