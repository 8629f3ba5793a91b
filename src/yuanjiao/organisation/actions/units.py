"""Adding, renaming and closing units."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person, Unit, UnitKind, UnitName
from yuanjiao.organisation.reorganising.wish import UnitHasEnded
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import Scope


class CodeTaken(Exception):
    """Another unit has this division code."""

    def __init__(self) -> None:
        super().__init__(_("这个区划代码已被另一个单位使用。"))


class UnitNotEmpty(Exception):
    """A unit with active people or open units below it cannot be closed."""

    def __init__(self, people: int, units: int) -> None:
        sentence = _("这个单位还有 %(people)s 名在册人员和 %(units)s 个下级单位，请先调出或撤销。")
        super().__init__(sentence % {"people": people, "units": units})


@dataclass(frozen=True, slots=True)
class UnitDetails:
    """What a form says of a new unit."""

    name: str
    kind: UnitKind
    code: str | None = None
    short_name: str = ""


@transaction.atomic
def add_unit(*, actor: Scope, under: Unit, details: UnitDetails, on: date, now: datetime) -> Unit:
    """Set up a unit below another from a day on.

    :raises OutOfScope: when the actor may not write units there.
    :raises UnitHasEnded: when the unit above is no more.
    :raises CodeTaken: when another unit has the division code.
    """
    actor.demand(Permission.UNITS_WRITE, under)
    fresh: Unit = Unit.objects.select_for_update().get(pk=under.pk)
    if fresh.valid_to is not None:
        raise UnitHasEnded(fresh)
    values = {**asdict(details), "code": details.code or None, "valid_from": on}
    try:
        with transaction.atomic():
            unit: Unit = Unit.objects.add_child(fresh, values)
    except IntegrityError:
        raise CodeTaken from None
    _record(actor, "add_unit", unit, now, name=details.name)
    return unit


@transaction.atomic
def rename_unit(*, actor: Scope, unit_id: int, name: str, short_name: str, now: datetime) -> Unit:
    """Give a unit another name from today on; the one it had is remembered.

    :raises OutOfScope: when the actor may not write this unit.
    """
    unit: Unit = Unit.objects.select_for_update().get(pk=unit_id)
    actor.demand(Permission.UNITS_WRITE, unit)
    before = unit.name
    if (name, short_name) != (unit.name, unit.short_name):
        remember_name(unit, timezone.localdate(now))
    unit.name, unit.short_name = name, short_name
    unit.save(update_fields=["name", "short_name"])
    _record(actor, "rename_unit", unit, now, before=before, after=name)
    return unit


@transaction.atomic
def close_unit(*, actor: Scope, unit_id: int, on: date, now: datetime) -> Unit:
    """End a unit from a day on; its past figures stay.

    :raises OutOfScope: when the actor may not write this unit.
    :raises UnitNotEmpty: while active people or open units are in it.
    """
    unit: Unit = Unit.objects.select_for_update().get(pk=unit_id)
    actor.demand(Permission.UNITS_WRITE, unit)
    people = Person.objects.filter(unit=unit, is_active=True).count()
    below = Unit.objects.get_children(unit).filter(valid_to__isnull=True).count()
    if people or below:
        raise UnitNotEmpty(people, below)
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])
    _record(actor, "close_unit", unit, now, on=on.isoformat())
    return unit


def remember_name(unit: Unit, until: date) -> None:
    """Keep what a unit is called until a day; of several names on one day the first is the one to remember."""
    names = {"name": unit.name, "short_name": unit.short_name, "code": unit.code or ""}
    UnitName.objects.get_or_create(unit=unit, until=until, defaults=names)


def _record(actor: Scope, verb: str, unit: Unit, now: datetime, **detail: str) -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"organisation.{verb}",
        subject=("unit", unit.pk),
        unit_path=unit.path,
        detail=detail,
    )
