"""Reading talks: which units fall under the line, and the talks within a scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.db.models.lookups import LessThan

from yuanjiao.credits.models import UnitStanding
from yuanjiao.credits.public import date_of, year_of
from yuanjiao.organisation.models import RoleGrant, Unit
from yuanjiao.organisation.public import Permission, Scope, grants_in_force, in_subtrees, roles_with
from yuanjiao.oversight.models import ENDED, Talk, TalkTask, TaskState
from yuanjiao.oversight.talk_rules import TalkRules, talk_rules
from yuanjiao.oversight.thresholds import Line, Measure, UnitFigures

STEP = 4


@dataclass(frozen=True, slots=True)
class UnitUnder:
    """A unit under the line, with the talk that is under way about it, and how many administer it."""

    unit: Unit
    above: str
    figures: UnitFigures
    short_of: list[Measure]
    talk: Talk | None
    administrators: int


def may_talk_to(scope: Scope, unit: Unit) -> bool:
    """Whether the scope covers the tier above a unit: nobody talks to her own."""
    path = str(unit.path)
    return len(path) > STEP and scope.may(Permission.TALKS_HOLD, path[:-STEP])


def units_to_talk_to(scope: Scope, on: date, *, deep: bool = True) -> QuerySet[Unit]:
    """The units below the scope's tops that have not ended: all of them, or the next tier only."""
    tops = [(prefix, len(prefix) // STEP) for prefix in scope.prefixes(Permission.TALKS_HOLD)]
    reach = Q(pk__in=[])
    for prefix, depth in tops:
        below = Q(depth__gt=max(depth, 1)) if deep else Q(depth=max(depth, 1) + 1)
        reach |= in_subtrees([prefix]) & below
    units: QuerySet[Unit] = Unit.objects.filter(reach).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return units.order_by("path")


def _under(line: Line) -> Q:
    # The condition of `Line.short_of`, asked of the database; a test holds them together.
    too_few = Q(LessThan(F("met") * 100, F("people") * line.met_per_cent))
    too_little = Q(hundredths__lt=F("people") * line.credits_hundredths)
    return {Measure.MET_RATE: too_few, Measure.CREDITS: too_little, Measure.EITHER: too_few | too_little}[line.measure]


def units_under(scope: Scope, now: datetime, *, deep: bool = False) -> list[UnitUnder]:
    """The units that the scope may talk to and that are under the line now; six queries whatever their number."""
    rules = talk_rules(now).rules
    units = units_to_talk_to(scope, date_of(now), deep=deep)
    found = UnitStanding.objects.filter(_under(rules.line), year=year_of(now), people__gte=rules.least_people)
    rows = found.filter(unit_id__in=units.order_by().values("pk"))
    figures = {row.unit_id: UnitFigures(row.people, row.met, row.hundredths) for row in rows}
    return _told(list(units.filter(pk__in=figures)), figures, rules.line, now)


def _told(units: list[Unit], figures: dict[int, UnitFigures], line: Line, now: datetime) -> list[UnitUnder]:
    talks = {talk.unit_id: talk for talk in open_talks(figures, year_of(now))}
    administrators = administrators_of(figures, now)
    above = dict(Unit.objects.filter(path__in={str(unit.path)[:-STEP] for unit in units}).values_list("path", "name"))
    return [
        UnitUnder(
            unit=unit,
            above=above.get(str(unit.path)[:-STEP], ""),
            figures=figures[unit.pk],
            short_of=line.short_of(figures[unit.pk]),
            talk=talks.get(unit.pk),
            administrators=len(administrators.get(unit.pk, ())),
        )
        for unit in units
    ]


def number_under(scope: Scope, now: datetime) -> int:
    """How many units of the next tier are under the line on a day it holds, and nobody has called them."""
    rules = talk_rules(now).rules
    if date_of(now) < rules.holds_from(year_of(now)):
        return 0
    units = units_to_talk_to(scope, date_of(now), deep=False)
    found = UnitStanding.objects.filter(_under(rules.line), year=year_of(now), people__gte=rules.least_people)
    called = Talk.objects.filter(year=year_of(now)).exclude(state__in=ENDED)
    rows = found.filter(unit_id__in=units.order_by().values("pk"))
    return rows.exclude(unit_id__in=called.values("unit_id")).count()


def open_talks(unit_ids: Iterable[int], year: int) -> QuerySet[Talk]:
    """The talks of a year with these units that have not ended."""
    return Talk.objects.filter(unit_id__in=list(unit_ids), year=year).exclude(state__in=ENDED)


def administrators_of(unit_ids: Iterable[int], now: datetime) -> dict[int, list[int]]:
    """Who administers each of some units itself: those a notice goes to; one query."""
    grants = RoleGrant.objects.filter(grants_in_force(now), unit_id__in=list(unit_ids), person__is_active=True)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for unit_id, person_id in grants.filter(role__in=roles_with(Permission.TALKS_HOLD)).values_list(
        "unit_id", "person_id"
    ):
        if person_id not in found[unit_id]:
            found[unit_id].append(person_id)
    return found


def figures_now(unit_id: int, year: int) -> UnitFigures:
    """A unit's figures in a year as they stand."""
    row = UnitStanding.objects.filter(unit_id=unit_id, year=year).first()
    return UnitFigures(row.people, row.met, row.hundredths) if row else UnitFigures()


def talks_in(scope: Scope) -> QuerySet[Talk]:
    """The talks that a scope may read: those with its own units and those below."""
    return scope.rows(Permission.FIGURES_READ, Talk.objects.select_related("unit", "called_by"))


def open_tasks_in(scope: Scope) -> QuerySet[TalkTask]:
    """The rectification tasks under way that a scope may see to."""
    tasks = TalkTask.objects.filter(state=TaskState.OPEN).exclude(talk__state__in=ENDED)
    return scope.rows(Permission.TALKS_HOLD, tasks, "talk__unit__path")


def holds_now(rules: TalkRules, now: datetime) -> bool:
    """Whether the line's stated day of the year has come."""
    return date_of(now) >= rules.holds_from(year_of(now))
