"""Granting roles and taking them back; appointing is itself scoped (A17)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import audit
from yuanjiao.organisation.actions.concerned import tell_of_appointment
from yuanjiao.organisation.models import Person, Role, RoleGrant, Unit
from yuanjiao.organisation.scope import OutOfScope, Scope


class AlreadyGranted(Exception):
    """The person holds this role on this unit already."""

    def __init__(self) -> None:
        super().__init__(_("此人在这个单位已有这个角色。"))


class LastAdministrator(Exception):
    """Taking this grant back would leave the academy without an administrator."""

    def __init__(self) -> None:
        super().__init__(_("这是最后一位学院管理员，收回后将无人能管理学院。请先任命另一位。"))


class CannotBeAppointed(Exception):
    """Someone who has left cannot be given a role."""

    def __init__(self) -> None:
        super().__init__(_("此人已不在册，不能任命。"))


@transaction.atomic
def grant_role(*, actor: Scope, person: Person, role: Role, unit: Unit, now: datetime) -> RoleGrant:
    """Appoint someone on a unit and all below it.

    :raises OutOfScope: when the actor may not grant this role there.
    :raises AlreadyGranted: when the person holds it already.
    :raises CannotBeAppointed: when the person has left.
    """
    if role not in actor.grantable(unit):
        raise OutOfScope
    if not person.is_active:
        raise CannotBeAppointed
    given, created = RoleGrant.objects.get_or_create(
        person=person,
        role=role,
        unit=unit,
        ended_at=None,
        defaults={"granted_by_id": actor.actor_id, "granted_at": now},
    )
    if not created:
        raise AlreadyGranted
    _record(actor, "grant_role", given, now)
    tell_of_appointment(actor=actor, held=given, now=now)
    return given


@transaction.atomic
def take_back_role(*, actor: Scope, grant_id: int, now: datetime) -> RoleGrant:
    """End a grant; ending one that has ended changes nothing.

    :raises OutOfScope: when the actor may not grant this role there.
    :raises LastAdministrator: when it is the academy's last administrator.
    """
    held = RoleGrant.objects.select_related("unit", "person").get(pk=grant_id)
    if held.role not in actor.grantable(held.unit):
        raise OutOfScope
    administrators = _lock(held)
    held.refresh_from_db(fields=["ended_at"])
    if held.ended_at is not None:
        return held
    if held.role == Role.ACADEMY_ADMINISTRATOR:
        _demand_another(administrators, held)
    held.ended_at = now
    held.save(update_fields=["ended_at"])
    _record(actor, "take_back_role", held, now)
    tell_of_appointment(actor=actor, held=held, now=now)
    return held


def _lock(held: RoleGrant) -> list[RoleGrant]:
    # One lock statement in order of number, never the grant first and its fellows after: two administrators who
    # take back each other's grants would each hold what the other waits for.
    grants = RoleGrant.objects.select_for_update().order_by("pk")
    if held.role == Role.ACADEMY_ADMINISTRATOR:
        return list(grants.filter(role=Role.ACADEMY_ADMINISTRATOR, ended_at__isnull=True))
    return list(grants.filter(pk=held.pk))


def _demand_another(administrators: list[RoleGrant], held: RoleGrant) -> None:
    others = {grant.person_id for grant in administrators if grant.pk != held.pk}
    if not Person.objects.filter(pk__in=others, is_active=True).exists():
        raise LastAdministrator


def _record(actor: Scope, verb: str, held: RoleGrant, now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"organisation.{verb}",
        subject=("person", held.person_id),
        unit_path=held.unit.path,
        detail={"role": held.role, "unit": held.unit_id},
    )
