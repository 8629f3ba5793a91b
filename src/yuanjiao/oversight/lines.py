"""Reading a snapshot: each unit with its figures then, its place, and what they were in the snapshot before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from yuanjiao.organisation.models import UnitKind
from yuanjiao.organisation.public import origins_of, topmost
from yuanjiao.oversight.figures import Tally
from yuanjiao.oversight.models import Snapshot, SnapshotUnit

STEP = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in a circular."""

    unit_id: int
    path: str
    name: str
    kind: str
    tier: int
    above: str
    now: Tally
    rank: int | None
    peers: int
    before: Tally | None
    rank_before: int | None

    @property
    def kind_name(self) -> str:
        """What the unit is."""
        return str(UnitKind(self.kind).label)

    @property
    def unmet(self) -> int:
        """How many have not met the requirement."""
        return self.now.due - self.now.met

    @property
    def met_points(self) -> float | None:
        """Change of the meeting-the-requirement rate in percentage points."""
        return round((self.now.met_rate - self.before.met_rate) * 100, 1) if self.before else None

    @property
    def rank_gain(self) -> int | None:
        """How many places it has gone up."""
        return self.rank_before - self.rank if self.rank_before and self.rank else None


def lines_of(snapshot: Snapshot, rows: Iterable[SnapshotUnit]) -> list[Line]:
    """These rows of a snapshot as lines, in their order; four queries, one more where units were joined or moved."""
    rows = list(rows)
    numbers = [row.unit_id for row in rows]
    before = _before(snapshot.previous, numbers) if snapshot.previous else {}
    parents = {row.path[:-STEP] for row in rows}
    names = dict(SnapshotUnit.objects.filter(snapshot=snapshot, path__in=parents).values_list("path", "name"))
    return [_line(row, before.get(row.unit_id), names.get(row.path[:-STEP], "")) for row in rows]


class Then(NamedTuple):
    """What a unit was in the snapshot before; several that have been joined since had no place in common."""

    tally: Tally
    rank: int | None


def _before(previous: Snapshot, numbers: list[int]) -> dict[int, Then]:
    """What the snapshot before says of units as they are now, where it knows all that they were made of."""
    origins = origins_of(numbers, previous.ends_on)
    rows = SnapshotUnit.objects.filter(snapshot=previous, unit_id__in=set().union(*origins.values()))
    known = {row.unit_id: row for row in rows}
    return {each: _then([known[one] for one in then]) for each, then in origins.items() if then and then <= set(known)}


def _then(rows: list[SnapshotUnit]) -> Then:
    # A lower unit that was merged into the one above it is in that one's figures already.
    kept = topmost(row.path for row in rows)
    tallies = [row.tally for row in rows if row.path in kept]
    return Then(sum(tallies, Tally()), rows[0].rank if len(rows) == 1 else None)


def _line(row: SnapshotUnit, before: Then | None, above: str) -> Line:
    return Line(
        unit_id=row.unit_id,
        path=row.path,
        name=row.name,
        kind=row.kind,
        tier=row.tier,
        above=above,
        now=row.tally,
        rank=row.rank,
        peers=row.peers,
        before=before.tally if before else None,
        rank_before=before.rank if before else None,
    )


@dataclass(frozen=True, slots=True)
class Group:
    """The units of one kind directly below the circular's own."""

    kind: str
    name: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class KindSum:
    """All units of one kind in the subtree together."""

    tier: int
    name: str
    units: int
    now: Tally


@dataclass(frozen=True, slots=True)
class Figures:
    """What a circular tells: the whole, each kind at each tier, and the units directly below by kind."""

    whole: Line
    kinds: list[KindSum]
    groups: list[Group]

    @property
    def below(self) -> list[Line]:
        """The units directly below, in the order of their groups."""
        return [line for group in self.groups for line in group.lines]


def figures_of(snapshot: Snapshot, *, ranked: bool) -> Figures:
    """The figures of a taken snapshot; four queries. Ranked units stand in their order, others in the tree's."""
    rows = list(SnapshotUnit.objects.filter(snapshot=snapshot, tier__lte=3).order_by("path"))
    top = rows[0]
    lines = lines_of(snapshot, [row for row in rows if len(row.path) <= len(top.path) + STEP])
    groups: dict[str, list[Line]] = {}
    for line in lines[1:]:
        if line.now.due:
            groups.setdefault(line.kind, []).append(line)
    if ranked:
        for found in groups.values():
            found.sort(key=lambda line: line.rank or 0)
    return Figures(lines[0], _sums(rows), [Group(kind, found[0].kind_name, found) for kind, found in groups.items()])


def _sums(rows: list[SnapshotUnit]) -> list[KindSum]:
    sums: dict[tuple[int, str], tuple[int, Tally]] = {}
    for row in rows:
        if row.due:
            number, tally = sums.get((row.tier, row.kind), (0, Tally()))
            sums[row.tier, row.kind] = (number + 1, tally + row.tally)
    return [KindSum(tier, str(UnitKind(kind).label), *sums[tier, kind]) for tier, kind in sorted(sums)]
