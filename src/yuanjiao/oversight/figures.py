"""What is counted of a unit, added up the tree, compared and ranked: arithmetic only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

STEP = 4
"""Characters of a tree path for each level."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A unit's subtree: who was due to learn, who took part, who met the requirement, hundredths of credit earned."""

    due: int = 0
    participated: int = 0
    met: int = 0
    hundredths: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.due + other.due,
            self.participated + other.participated,
            self.met + other.met,
            self.hundredths + other.hundredths,
        )

    @property
    def participation_rate(self) -> float:
        """Share of those due who studied at least once."""
        return self.participated / self.due if self.due else 0.0

    @property
    def met_rate(self) -> float:
        """Share of those due who met the requirement."""
        return self.met / self.due if self.due else 0.0

    @property
    def credits_a_head(self) -> float:
        """Credits of a learner who was due, whether she studied or not."""
        return self.hundredths / 100 / self.due if self.due else 0.0

    @property
    def mean_credits(self) -> float:
        """Credits of a learner who took part."""
        return self.hundredths / 100 / self.participated if self.participated else 0.0


class Learner(NamedTuple):
    """What one learner brings to her unit: hundredths earned of all and of required courses, what was due of her.

    `owes` is false for whoever the year requires nothing of, such as someone exempt for all of it.
    """

    hundredths: int
    required_hundredths: int
    due_total_hundredths: int
    due_required_hundredths: int
    participated: bool
    owes: bool = True


def tally_of(learner: Learner, target_per_cent: int) -> Tally:
    """One learner as a tally; she meets the requirement when both parts reach the share of it that the period asks.

    Whoever owes nothing is not counted.
    """
    if not learner.owes:
        return Tally()
    enough = learner.hundredths * 100 >= learner.due_total_hundredths * target_per_cent
    enough = enough and learner.required_hundredths * 100 >= learner.due_required_hundredths * target_per_cent
    return Tally(1, int(learner.participated), int(enough), learner.hundredths)


def rolled_up(own: Mapping[str, Tally], paths: Iterable[str]) -> dict[str, Tally]:
    """The subtree of every path, from what each unit has itself; a unit without a path of its own counts above."""
    whole = dict.fromkeys(paths, Tally())
    for path, tally in own.items():
        for end in range(STEP, len(path) + 1, STEP):
            if path[:end] in whole:
                whole[path[:end]] += tally
    return whole


class Place(NamedTuple):
    """A unit's place among its peers; those that are equal share it."""

    rank: int
    peers: int


def ranked(units: Iterable[tuple[int, Hashable, Tally]]) -> dict[int, Place]:
    """The places of units (number, peer group, tally) by meeting-the-requirement rate, then credits a head.

    Whoever has nobody to learn has no place and is no peer.
    """
    groups: defaultdict[Hashable, list[tuple[tuple[float, float], int]]] = defaultdict(list)
    for number, group, tally in units:
        if tally.due:
            groups[group].append(((-tally.met_rate, -tally.credits_a_head), number))
    places: dict[int, Place] = {}
    for peers in groups.values():
        peers.sort()
        rank = 0
        for position, (figures, number) in enumerate(peers):
            if position == 0 or figures != peers[position - 1][0]:
                rank = position + 1
            places[number] = Place(rank, len(peers))
    return places
