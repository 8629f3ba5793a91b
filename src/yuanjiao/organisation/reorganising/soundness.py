"""Whether a reorganisation can be, as the tree stands now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.organisation import events
from yuanjiao.organisation.models import (
    ClassGroup,
    Person,
    ReorganisationKind,
    ReorganisedUnit,
    Unit,
    UnitName,
    UnitSuccession,
)
from yuanjiao.organisation.reorganising.wish import (
    AnotherIsUnsettled,
    DayTooEarly,
    ImpossibleTarget,
    NamesUnfit,
    NewCodeTaken,
    NothingToReorganise,
    PartsMissing,
    TopUnit,
    UnitHasEnded,
    Wish,
    fits_below,
)
from yuanjiao.organisation.subtree import in_subtrees, topmost, within


def demand_possible(wish: Wish, now: datetime, *, besides: int = 0) -> None:
    """Nothing, if the wish can be done.

    :param besides: a reorganisation that is no obstacle: itself.
    :raises ReorganisationRefused: one of its kinds, otherwise.
    """
    _demand_units(wish)
    if wish.target is not None:
        _demand_target(wish, wish.target)
    if wish.kind == ReorganisationKind.SPLIT:
        _demand_parts(wish)
    _demand_names(wish)
    earliest = earliest_day(wish, now)
    if wish.on < earliest:
        raise DayTooEarly(earliest)
    _demand_no_other(wish, besides)


def _demand_units(wish: Wish) -> None:
    if not wish.units or len(topmost(wish.paths)) != len(wish.units):
        raise NothingToReorganise
    for unit in (*wish.units, *([wish.target] if wish.target else ())):
        if unit.valid_to is not None:
            raise UnitHasEnded(unit)
    if wish.kind != ReorganisationKind.RENAME and any(unit.depth == 1 for unit in wish.units):
        raise TopUnit


def _demand_target(wish: Wish, target: Unit) -> None:
    if within(str(target.path), wish.paths):
        raise ImpossibleTarget(_("不能并入或划归自己和自己的下级。"))
    if wish.kind == ReorganisationKind.MOVE:
        if any(unit.depth == target.depth + 1 and within(str(unit.path), [str(target.path)]) for unit in wish.units):
            raise ImpossibleTarget(_("已经归这个单位管理。"))
        coming = [unit.kind for unit in wish.units]
    else:
        coming = [unit.kind for unit in units_below(wish.units)]
    if not all(fits_below(kind, target.kind) for kind in coming):
        raise ImpossibleTarget(_("层级不合适：划过去的单位要比它低一级。"))


def _demand_parts(wish: Wish) -> None:
    unit = wish.units[0]
    classes = ClassGroup.objects.filter(unit=unit, pk__in=wish.class_ids).count()
    below = sum(each.pk in wish.below_ids for each in units_below([unit]))
    chosen = len(set(wish.class_ids)) + len(set(wish.below_ids))
    if len(wish.units) > 1 or classes + below != chosen:
        raise PartsMissing
    # Who has gone elsewhere by the day is no obstacle, as long as something is left to be split off.
    if not chosen and not Person.objects.filter(unit=unit, pk__in=wish.person_ids).exists():
        raise PartsMissing


def _demand_names(wish: Wish) -> None:
    unit = wish.units[0]
    if wish.kind == ReorganisationKind.SPLIT and not wish.name:
        raise NamesUnfit
    if wish.kind == ReorganisationKind.RENAME:
        same = (wish.name or unit.name, wish.short_name, wish.code or unit.code)
        if same == (unit.name, unit.short_name, unit.code):
            raise NamesUnfit
    own = [each.pk for each in (*wish.units, *([wish.target] if wish.target else ()))]
    if wish.kind == ReorganisationKind.SPLIT:
        own = []
    if wish.code and Unit.objects.filter(code=wish.code).exclude(pk__in=own).exists():
        raise NewCodeTaken


def units_below(units: Iterable[Unit]) -> list[Unit]:
    """The open units directly below some; one query."""
    depths = {unit.depth + 1 for unit in units}
    found = Unit.objects.filter(in_subtrees([str(unit.path) for unit in units]), depth__in=depths, valid_to=None)
    paths = {str(unit.path) for unit in units}
    return [each for each in found.order_by("path") if str(each.path)[: -Unit.steplen] in paths]


def earliest_day(wish: Wish, now: datetime) -> date:
    """The first day from which the wish may hold.

    Not before this year, not before the units were there, not before the end of any figures that are frozen.
    """
    reach = in_subtrees(wish.paths)
    units = Unit.objects.filter(reach) | Unit.objects.filter(pk=wish.target.pk if wish.target else 0)
    inherited = UnitSuccession.objects.filter(in_subtrees(wish.paths, "heir__path"))
    days: list[date | None] = [
        date(timezone.localdate(now).year, 1, 1),
        units.aggregate(last=Max("valid_from"))["last"],
        inherited.aggregate(last=Max("on"))["last"],
    ]
    if wish.kind == ReorganisationKind.RENAME:
        renamed = UnitName.objects.filter(unit__in=wish.units).aggregate(last=Max("until"))["last"]
        days.append(renamed + timedelta(days=1) if renamed else None)
    frozen = [ask(wish.both_ends) for ask in events.frozen_until]
    days += [day + timedelta(days=1) for day in frozen if day is not None]
    return max(day for day in days if day is not None)


def _demand_no_other(wish: Wish, besides: int) -> None:
    waiting = ReorganisedUnit.objects.filter(unsettled=True).exclude(reorganisation_id=besides)
    rows = waiting.values_list("unit__path", "unit__name", "reorganisation__target__path")
    for path, name, target in rows:
        theirs_ends_ours = any(within(mine, [path]) for mine in wish.paths)
        ours_ends_theirs = within(path, wish.paths) or (target is not None and within(target, wish.paths))
        meets_target = wish.target is not None and within(str(wish.target.path), [path])
        if theirs_ends_ours or ours_ends_theirs or meets_target:
            raise AnotherIsUnsettled(name)
