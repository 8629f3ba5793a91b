"""Handing a class over to a substitute for some days (A18)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import audit
from yuanjiao.organisation.actions.classes import TeacherHasLeft
from yuanjiao.organisation.actions.concerned import tell_of_standing_in
from yuanjiao.organisation.models import ClassGroup, ClassSubstitute, Person, Role, RoleGrant
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import OutOfScope, Scope


class ImpossiblePeriod(Exception):
    """The days lie behind, or end before they begin."""

    def __init__(self) -> None:
        super().__init__(_("代班要从今天或以后开始，结束不早于开始。"))


class TeachesItAlready(Exception):
    """A class was to be handed over to its own teacher."""

    def __init__(self) -> None:
        super().__init__(_("此人就是这个班的班主任，不用代班。"))


@transaction.atomic
def hand_over_class(
    *, actor: Scope, class_id: int, person: Person, since: date, until: date, reason: str, now: datetime
) -> ClassSubstitute:
    """Let somebody look after a class from one day to another; she gets the role for these days if she lacks it.

    :raises OutOfScope: when the actor neither writes the unit's classes nor teaches this one.
    :raises TeacherHasLeft: when the substitute is no longer active.
    :raises TeachesItAlready: when the substitute is the class's teacher.
    :raises ImpossiblePeriod: when the days lie behind or end before they begin.
    """
    group = ClassGroup.objects.select_related("unit").get(pk=class_id)
    _demand(actor, group)
    if not person.is_active:
        raise TeacherHasLeft
    if person.pk == group.teacher_id:
        raise TeachesItAlready
    if since < timezone.localdate(now) or until < since:
        raise ImpossiblePeriod
    substitute = ClassSubstitute.objects.create(
        class_group=group,
        person=person,
        since=since,
        until=until,
        reason=reason.strip(),
        grant=_granted(actor, group, person, since, until),
        arranged_by_id=actor.actor_id,
        arranged_at=now,
    )
    _record(actor, "hand_over_class", substitute, now)
    tell_of_standing_in(actor=actor, substitute=substitute, now=now)
    return substitute


@transaction.atomic
def take_class_back(*, actor: Scope, substitute_id: int, now: datetime) -> None:
    """End standing in before its time: what has not begun is as if it had not been arranged, else it ended yesterday.

    :raises OutOfScope: when the actor neither writes the unit's classes nor teaches this one.
    """
    substitute = ClassSubstitute.objects.select_related("class_group__unit").get(pk=substitute_id)
    _demand(actor, substitute.class_group)
    _record(actor, "take_class_back", substitute, now)
    RoleGrant.objects.filter(pk=substitute.grant_id or 0, ended_at__gt=now).update(ended_at=now)
    today = timezone.localdate(now)
    if substitute.since >= today:
        substitute.delete()
    elif substitute.until >= today:
        substitute.until = today - timedelta(days=1)
        substitute.save(update_fields=["until"])


def _demand(actor: Scope, group: ClassGroup) -> None:
    if not actor.may(Permission.CLASSES_WRITE, group.unit) and group.teacher_id != actor.person_id:
        raise OutOfScope


def _granted(actor: Scope, group: ClassGroup, person: Person, since: date, until: date) -> RoleGrant | None:
    """The role for these days; none where she holds it for good."""
    held = RoleGrant.objects.filter(person=person, role=Role.CLASS_TEACHER, ended_at=None)
    if held.filter(unit__path__in=group.unit.lineage()).exists():
        return None
    return RoleGrant.objects.create(
        person=person,
        role=Role.CLASS_TEACHER,
        unit=group.unit,
        granted_by_id=actor.actor_id,
        granted_at=_begin_of(since),
        ended_at=_begin_of(until + timedelta(days=1)),
    )


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _record(actor: Scope, verb: str, substitute: ClassSubstitute, now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"organisation.{verb}",
        subject=("class", substitute.class_group_id),
        unit_path=substitute.class_group.unit.path,
        detail={
            "person": substitute.person_id,
            "since": substitute.since.isoformat(),
            "until": substitute.until.isoformat(),
        },
    )
