"""Exact ranks and boards (A14): a rank is a prefix sum of a histogram, never a count over people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum

from yuanjiao.credits.models import CreditHistogram, Standing, UnitStanding
from yuanjiao.credits.names import shown_name
from yuanjiao.credits.policy import RankingRules
from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import end_of, in_subtrees

STEP = 4
# `|| ''` and the unary plus keep the planner off the other index: with statistics on an academy of a million, SQLite
# took the index of units for the whole academy and sorted every row (16 s instead of 0.3 ms).
WALK_DOWN = """
SELECT * FROM credits_standing
WHERE year = %s AND (unit_path || '') >= %s AND (unit_path || '') < %s AND hundredths >= %s AND counted
ORDER BY hundredths DESC, learner_id LIMIT %s
"""
READ_WHOLE = """
SELECT * FROM credits_standing
WHERE year = %s AND unit_path >= %s AND unit_path < %s AND +hundredths >= %s AND counted
ORDER BY +hundredths DESC, learner_id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A learner's exact place in a unit's subtree; those with equal credits share it."""

    unit_id: int
    rank: int
    people: int


@dataclass(frozen=True, slots=True)
class BoardPerson:
    """One line of a board of people."""

    rank: int
    learner_id: int
    name: str
    unit_name: str
    hundredths: int
    met: bool
    me: bool


@dataclass(frozen=True, slots=True)
class BoardUnit:
    """One line of a board of units, which compares what a unit's size does not decide."""

    rank: int
    unit_id: int
    name: str
    people: int
    started: int
    met: int
    hundredths: int

    @property
    def met_rate(self) -> float:
        """Share of learners who have met the requirement, 0 to 1."""
        return self.met / self.people if self.people else 0.0

    @property
    def unmet(self) -> int:
        """How many have not met the requirement yet."""
        return self.people - self.met

    @property
    def credits_a_head(self) -> float:
        """Mean credits of a learner."""
        return self.hundredths / 100 / self.people if self.people else 0.0


def ranks(hundredths: int, unit_ids: Sequence[int], year: int) -> dict[int, Place]:
    """The places that a number of hundredths takes in several units; two queries."""
    totals = dict(UnitStanding.objects.filter(unit_id__in=unit_ids, year=year).values_list("unit_id", "people"))
    above = CreditHistogram.objects.filter(unit_id__in=unit_ids, year=year, hundredths__gt=hundredths)
    better = dict(above.values_list("unit_id").annotate(n=Sum("people")).order_by())
    return {unit: Place(unit, 1 + better.get(unit, 0), totals[unit]) for unit in unit_ids if totals.get(unit)}


def rank(learner_id: int, unit: Unit, year: int) -> Place | None:
    """A learner's place in a unit's subtree; none when she is not counted there."""
    standing = Standing.objects.filter(learner_id=learner_id, year=year, counted=True).first()
    if standing is None or not standing.unit_path.startswith(str(unit.path)):
        return None
    return ranks(standing.hundredths, [unit.pk], year).get(unit.pk)


def people_board(
    unit: Unit, year: int, *, viewer: Person | None, rules: RankingRules, top: int | None = None
) -> list[BoardPerson]:
    """The best learners of a unit's subtree, ties sharing their rank and standing in a steady order.

    :param viewer: whose own unit is shown with full names; none for the public.
    :param top: how many lines; the rules' number by default.
    """
    found = _best(unit, year, top or rules.top)
    people = Person.objects.select_related("unit").in_bulk([standing.learner_id for standing in found])
    board: list[BoardPerson] = []
    for position, standing in enumerate(found, start=1):
        person = people.get(standing.learner_id)
        tied = bool(board) and board[-1].hundredths == standing.hundredths
        board.append(
            BoardPerson(
                rank=board[-1].rank if tied else position,
                learner_id=standing.learner_id,
                name=shown_name(person, viewer, rules.names),
                unit_name=str(person.unit) if person else "",
                hundredths=standing.hundredths,
                met=standing.met_at is not None,
                me=viewer is not None and viewer.pk == standing.learner_id,
            )
        )
    return board


def _best(unit: Unit, year: int, top: int) -> list[Standing]:
    # Two ways to the same lines. Walking the index of all credits downwards finds `top` of a large part of
    # the academy soon; a small part is quicker read whole. The histogram says from where lines can matter.
    cut = _cut(unit.pk, year, top)
    if cut is None:
        return []
    people = UnitStanding.objects.filter(unit_id=unit.pk, year=year).values_list("people", flat=True).first() or 0
    is_small = len(str(unit.path)) > STEP and people * people < top * _academy_size(year)
    path = str(unit.path)
    return list(Standing.objects.raw(READ_WHOLE if is_small else WALK_DOWN, [year, path, end_of(path), cut, top]))


def _academy_size(year: int) -> int:
    return UnitStanding.objects.filter(year=year).order_by("-people").values_list("people", flat=True).first() or 0


def _cut(unit_id: int, year: int, top: int) -> int | None:
    # The credits of the last line, by walking the histogram downwards; people without credits are on no board.
    seen, cut = 0, None
    buckets = CreditHistogram.objects.filter(Q(unit_id=unit_id, year=year, hundredths__gt=0, people__gt=0))
    for hundredths, people in buckets.order_by("-hundredths").values_list("hundredths", "people").iterator():
        cut, seen = hundredths, seen + people
        if seen >= top:
            break
    return cut


def units_board(parent: Unit, year: int, now: datetime) -> list[BoardUnit]:
    """The units directly below one, by meeting-the-requirement rate, then credits a head; two queries."""
    below = Unit.objects.filter(
        in_subtrees([str(parent.path)]), depth=parent.depth + 1, valid_from__lte=now.date()
    ).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=now.date()))
    return units_compared(below.only("pk", "name", "short_name"), year)


def units_compared(units: Iterable[Unit], year: int) -> list[BoardUnit]:
    """Some units in the order of a board; those without counted learners are left out. One query."""
    names = {unit.pk: str(unit) for unit in units}
    figures = UnitStanding.objects.filter(unit_id__in=names, year=year, people__gt=0)
    lines = [
        BoardUnit(
            0, figure.unit_id, names[figure.unit_id], figure.people, figure.started, figure.met, figure.hundredths
        )
        for figure in figures
    ]
    return _ranked(lines)


def people_counted(paths: Iterable[str], year: int) -> int:
    """How many learners are counted in the units of some paths, none of which lies below another. One query."""
    units = Unit.objects.filter(path__in=paths)
    figures = UnitStanding.objects.filter(year=year, unit_id__in=units.values("pk"))
    return int(figures.aggregate(whole=Sum("people"))["whole"] or 0)


def _ranked(lines: list[BoardUnit]) -> list[BoardUnit]:
    ordered = sorted(lines, key=lambda line: (-line.met_rate, -line.credits_a_head, line.name))
    ranked: list[BoardUnit] = []
    for position, line in enumerate(ordered, start=1):
        last = ranked[-1] if ranked else None
        tied = last is not None and (last.met_rate, last.credits_a_head) == (line.met_rate, line.credits_a_head)
        place = last.rank if tied and last else position
        ranked.append(BoardUnit(place, line.unit_id, line.name, line.people, line.started, line.met, line.hundredths))
    return ranked
