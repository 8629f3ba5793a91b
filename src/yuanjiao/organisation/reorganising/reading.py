"""Reading reorganisations and what became of units."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from yuanjiao.organisation.models import (
    Person,
    Reorganisation,
    ReorganisationState,
    ReorganisedUnit,
    Unit,
    UnitName,
    UnitSuccession,
)
from yuanjiao.organisation.reorganising.words import remark_of
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import Scope
from yuanjiao.organisation.subtree import in_subtrees

LEFT_BEHIND = timedelta(hours=1)
"""After so long without an end, a reorganisation's worker is taken for dead."""


def reorganisations_in(scope: Scope) -> QuerySet[Reorganisation]:
    """The reorganisations of units of the scope, and those that lead into it."""
    prefixes = scope.prefixes(Permission.UNITS_READ)
    of_hers = ReorganisedUnit.objects.filter(in_subtrees(prefixes, "unit__path"), reorganisation=OuterRef("pk"))
    rows = Reorganisation.objects.filter(Exists(of_hers) | in_subtrees(prefixes, "target__path"))
    return rows.select_related("target", "decided_by")


def due_reorganisations(now: datetime, today: date) -> list[int]:
    """Those whose day has come and that no worker has been told of lately."""
    untold = Q(queued_at=None) | Q(queued_at__lt=now - LEFT_BEHIND)
    waiting = Q(state=ReorganisationState.PLANNED, on__lte=today) | Q(state=ReorganisationState.RUNNING)
    return list(Reorganisation.objects.filter(waiting, untold).order_by("on", "pk").values_list("pk", flat=True))


def people_left(reorganisation: Reorganisation) -> int:
    """How many people are still where they were, of the units that ended."""
    former = reorganisation.successions.filter(whole=True).values("former_id")
    return Person.everyone.filter(unit_id__in=former).count()


def heirs_of(unit_ids: Iterable[int]) -> dict[int, int]:
    """The present heirs of those units that have ended, each by the unit's number; a query for each generation."""
    found = {number: number for number in unit_ids}
    looked_at: set[int] = set()
    while asked := set(found.values()) - looked_at:
        looked_at |= asked
        rows = UnitSuccession.objects.filter(former_id__in=asked, whole=True).values_list("former_id", "heir_id")
        following = dict(rows)
        found = {number: following.get(present, present) for number, present in found.items()}
    return {number: present for number, present in found.items() if number != present}


def tell_of_ends(units: Iterable[Unit]) -> None:
    """Give every unit a `remark` on what has become of it, empty where nothing has; one query."""
    shown = list(units)
    ended = [unit.pk for unit in shown if unit.valid_to is not None]
    rows = UnitSuccession.objects.filter(former_id__in=ended, whole=True) if ended else UnitSuccession.objects.none()
    remarks = {row.former_id: remark_of(row) for row in rows.select_related("former", "heir", "reorganisation")}
    for unit in shown:
        unit.remark = remarks.get(unit.pk, "")


def successions_of(unit: Unit) -> list[UnitSuccession]:
    """What became of a unit, and what it came from, the oldest first; one query."""
    rows = UnitSuccession.objects.filter(Q(former=unit) | Q(heir=unit))
    return list(rows.select_related("former", "heir", "reorganisation").order_by("on", "pk"))


def last_known(words: str, units: QuerySet[Unit]) -> UnitSuccession | None:
    """What became of a unit that had this name or code, if its heir is among the units."""
    named = Q(former__name=words) | Q(former__former_names__code=words)
    rows = UnitSuccession.objects.filter(named, whole=True, heir__in=units)
    return rows.select_related("former", "heir", "reorganisation").order_by("-on", "-pk").first()


def former_names_of(unit: Unit) -> list[UnitName]:
    """What a unit was called before, the newest first."""
    return list(unit.former_names.order_by("-until"))


def names_on(day: date, unit_ids: Iterable[int]) -> dict[int, str]:
    """What units were called on a day, of those that are called otherwise now; one query."""
    rows = UnitName.objects.filter(unit_id__in=list(unit_ids), until__gt=day).order_by("-until")
    return dict(rows.values_list("unit_id", "name"))


def called_on(day: date, unit_id: int) -> str:
    """What a unit was called on a day, in short where it has a short name; nothing when it is not known."""
    then = UnitName.objects.filter(unit_id=unit_id, until__gt=day).order_by("until").first()
    named = then or Unit.objects.filter(pk=unit_id).first()
    return (named.short_name or named.name) if named else ""


def sole_formers(unit_ids: Iterable[int]) -> dict[int, int]:
    """The one unit that each of these succeeded wholly, where it was one alone; one query.

    So a unit that moved, or that came below another by a merger above it; none where several were joined.
    """
    formers: dict[int, list[int]] = {}
    for heir, former in UnitSuccession.objects.filter(heir_id__in=list(unit_ids), whole=True).values_list(
        "heir_id", "former_id"
    ):
        formers.setdefault(heir, []).append(former)
    return {heir: found[0] for heir, found in formers.items() if len(found) == 1}


def origins_of(unit_ids: Iterable[int], day: date) -> dict[int, set[int]]:
    """What each of these units was on a day: itself, the one that it moved from, or all that have been joined into it.

    A unit that has arisen since without a former is named all the same: whoever asks what it was finds nothing. Costs a
    query for each generation of succession since that day, and one.
    """
    asked = numbers = set(unit_ids)
    formers: dict[int, set[int]] = {}
    fresh: set[int] = set()
    while asked:
        rows = UnitSuccession.objects.filter(heir_id__in=asked, whole=True, on__gt=day)
        asked = set()
        for heir, former, since in rows.values_list("heir_id", "former_id", "heir__valid_from"):
            formers.setdefault(heir, set()).add(former)
            asked.add(former)
            if since > day:
                fresh.add(heir)
        asked -= set(formers)
    return {number: _origins(number, formers, fresh) for number in numbers}


def _origins(number: int, formers: dict[int, set[int]], fresh: set[int]) -> set[int]:
    own = set() if number in fresh else {number}
    return own.union(*(_origins(former, formers, fresh) for former in formers.get(number, ())))
