"""Units and people for tests. A unit is made where it is needed; a person gets one if none is given."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from yuanjiao.organisation.models import ClassGroup, ClassPlace, Membership, Person, Role, RoleGrant, Unit, UnitKind

LONG_AGO = date(2020, 1, 1)
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
numbers = count(1)


def make_unit(name: str = "示例市", *, under: Unit | None = None, **fields: Any) -> Unit:
    """A unit below another, or a new root."""
    kind = UnitKind.CITY if under is None else UnitKind.DISTRICT if under.depth == 1 else UnitKind.TOWNSHIP
    fields = {"name": name, "kind": kind, "valid_from": LONG_AGO} | fields
    if under is None:
        return Unit.objects.add_root(fields)
    return Unit.objects.add_child(Unit.objects.get(pk=under.pk), fields)


def make_person(
    full_name: str = "林示例", *, unit: Unit | None = None, password: str | None = None, **fields: Any
) -> Person:
    """A learner with an open membership; without a password she cannot sign in."""
    fields.setdefault("staff_number", f"P{next(numbers):06d}")
    person = Person(full_name=full_name, unit=unit or make_unit(), **fields)
    if password is None:
        person.password = "!"
    else:
        person.set_password(password)
    person.save()
    Membership.objects.create(person=person, unit=person.unit, since=LONG_AGO)
    return person


def grant(person: Person, role: Role, unit: Unit | None = None) -> RoleGrant:
    """A role from long ago on a unit (her own if none is given)."""
    return RoleGrant.objects.create(
        person=person, role=role, unit=unit or person.unit, granted_at=datetime(2020, 1, 1, tzinfo=UTC)
    )


def make_class(unit: Unit, *people: Person, teacher: Person | None = None, number: int | None = None) -> ClassGroup:
    """A class of these people."""
    number = number or ClassGroup.objects.filter(unit=unit).count() + 1
    group = ClassGroup.objects.create(
        unit=unit, number=number, name=f"{unit}{number}班", teacher=teacher, size=len(people)
    )
    ClassPlace.objects.bulk_create([ClassPlace(person=person, class_group=group, since=LONG_AGO) for person in people])
    return group
