"""Giving many classes their teachers at once (A18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import audit
from yuanjiao.organisation.actions.concerned import tell_of_class
from yuanjiao.organisation.models import ClassGroup, Role, RoleGrant
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import Scope
from yuanjiao.organisation.staffing import Proposal, Staffing, staffing_of

CLASSES_AT_ONCE = 50
"""Few enough that a write transaction lasts about a tenth of a second."""


class StaffingHasChanged(Exception):
    """A class, a teacher or a colleague is no longer as the plan was shown."""

    def __init__(self) -> None:
        super().__init__(_("刚才班级或人员有变动，人选已重新算好。请再看一遍后确认。"))


def plan_as_shown(actor: Scope, groups: QuerySet[ClassGroup], as_shown: str, now: datetime) -> Staffing:
    """The plan for those of these classes that have no teacher, if it is the one that the actor has seen.

    :param as_shown: the mark of the plan that the actor has seen.
    :raises OutOfScope: when the actor may not write classes of one of the units.
    :raises StaffingHasChanged: when the plan is no longer the one that was shown.
    """
    plan = staffing_of(actor, groups, now)
    for path in {each.group.path for each in plan.choices}:
        actor.demand(Permission.CLASSES_WRITE, path)
    if plan.mark != as_shown:
        raise StaffingHasChanged
    return plan


@transaction.atomic
def give_teachers(actor: Scope, proposals: Sequence[Proposal], now: datetime) -> int:
    """Give classes the proposed teachers, with the role where they lack it; not those that got one meanwhile."""
    numbers = sorted(each.group.pk for each in proposals)
    open_groups = ClassGroup.objects.select_for_update(of=("self",)).filter(pk__in=numbers, teacher__isnull=True)
    waiting = set(open_groups.order_by("pk").values_list("pk", flat=True))
    given = [each for each in proposals if each.teacher and each.group.pk in waiting]
    for each in given:
        each.group.teacher = each.teacher
    ClassGroup.objects.bulk_update([each.group for each in given], ["teacher"])
    _appoint(actor, [each for each in given if not each.appointed], now)
    for each in given:
        audit.record(
            at=now,
            actor_id=actor.actor_id,
            verb="organisation.assign_class_teacher",
            subject=("unit", each.group.unit_id),
            unit_path=str(each.group.unit.path),
            detail={"group": each.group.pk, "teacher": each.teacher.pk if each.teacher else 0},
        )
        tell_of_class(actor=actor, group=each.group, former_id=None, now=now)
    return len(given)


def _appoint(actor: Scope, given: Sequence[Proposal], now: datetime) -> None:
    RoleGrant.objects.bulk_create(
        RoleGrant(
            person=each.teacher,
            role=Role.CLASS_TEACHER,
            unit=each.group.unit,
            granted_by_id=actor.actor_id,
            granted_at=now,
        )
        for each in given
    )
