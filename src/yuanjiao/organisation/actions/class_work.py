"""Forming the classes of many units, and giving many classes their teachers: the worker's business (A18).

Either may be done twice: who has a class, and which class has a teacher, is looked at again before each portion.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.actions.classes import Formed, form_class_groups_below
from yuanjiao.organisation.actions.staffing import CLASSES_AT_ONCE, give_teachers, plan_as_shown
from yuanjiao.organisation.models import ClassGroup, Person, Unit
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import OutOfScope, Scope
from yuanjiao.organisation.staffing import Proposal, proposals_of
from yuanjiao.organisation.subtree import in_subtrees

Row = TypeVar("Row")
FORM, STAFF = "organisation.form_classes", "organisation.staff_classes"
PEOPLE_WHILE_ASKED, CLASSES_WHILE_ASKED = 1_000, 100
"""So many are placed, or get a teacher, while whoever asked waits; more are the worker's business."""


def form_classes_below(*, actor: Scope, top: Unit, now: datetime) -> list[Formed] | BackgroundJob:
    """Form the classes of a unit and of all below it: what was done, or the job that does it.

    :raises OutOfScope: when the actor may not write classes of the unit.
    """
    actor.demand(Permission.CLASSES_WRITE, top)
    waiting = _without_class_below(top).count()
    if waiting <= PEOPLE_WHILE_ASKED:
        return list(form_class_groups_below(actor=actor, top=top, now=now))
    title = _("自动编班：%(unit)s") % {"unit": top}
    return jobs.start(
        FORM, owner_id=actor.actor_id, title=title[:200], arguments={"unit": top.pk}, now=now, whole=waiting
    )


def staff_classes(
    *, actor: Scope, groups: QuerySet[ClassGroup], as_shown: str, kind: str = "", now: datetime
) -> int | BackgroundJob:
    """Give classes the teachers who were proposed: how many got one, or the job that does it.

    :param as_shown: the mark of the plan that the actor has seen.
    :param kind: only the proposals of this kind.
    :raises OutOfScope: when the actor may not write classes of one of the units.
    :raises StaffingHasChanged: when the plan is no longer the one that was shown.
    """
    wanted = [each for each in plan_as_shown(actor, groups, as_shown, now).narrowed(kind) if each.teacher]
    if len(wanted) <= CLASSES_WHILE_ASKED:
        return sum(give_teachers(actor, part, now) for part in _portions(proposals_of(wanted)))
    chosen = [[each.group.number, each.teacher, each.appointed] for each in wanted]
    title, arguments = _("配班主任：%(number)d 个班") % {"number": len(wanted)}, {"chosen": chosen}
    return jobs.start(STAFF, owner_id=actor.actor_id, title=title, arguments=arguments, now=now, whole=len(wanted))


def told_formed(formed: Sequence[Formed]) -> str:
    """What forming did, in a sentence or two."""
    counts = {"placed": sum(each.placed for each in formed), "opened": sum(each.opened for each in formed)}
    told = _("已为 %(placed)s 名学员编班，新开 %(opened)s 个班。") % counts
    lacking = sum(each.lacking for each in formed)
    if lacking:
        sentence = ngettext(
            "其中 %(number)s 个班还没有班主任，请配好。", "其中 %(number)s 个班还没有班主任，请配好。", lacking
        )
        told += sentence % {"number": f"{lacking:,}"}
    return told


def told_staffed(number: int) -> str:
    """How many classes got a teacher."""
    return ngettext("%(number)s 个班有了班主任。", "%(number)s 个班有了班主任。", number) % {"number": f"{number:,}"}


def carry_on_forming(running: jobs.Running) -> str:
    """Form classes within the scope that whoever asked has now."""
    top, now = Unit.objects.get(pk=running.arguments["unit"]), timezone.now()
    formed: list[Formed] = []
    whole, placed = _without_class_below(top).count(), 0
    try:
        for each in form_class_groups_below(actor=_scope_of(running, now), top=top, now=now):
            formed.append(each)
            placed += each.placed
            running.step(min(placed, whole), whole)
    except OutOfScope as problem:
        raise jobs.JobFailed(str(problem)) from problem
    return told_formed(formed)


def carry_on_staffing(running: jobs.Running) -> str:
    """Give classes the teachers who were chosen, within the scope that whoever asked has now."""
    now, chosen = timezone.now(), running.arguments["chosen"]
    actor, given, done = _scope_of(running, now), 0, 0
    for part in _portions(chosen):
        given += give_teachers(actor, _still_possible(actor, part), now)
        done += len(part)
        running.step(done, len(chosen))
    return told_staffed(given)


def _without_class_below(top: Unit) -> QuerySet[Person]:
    below = in_subtrees([str(top.path)], "unit__path")
    return Person.objects.filter(below, is_active=True, is_learner=True, class_place__isnull=True)


def _scope_of(running: jobs.Running, now: datetime) -> Scope:
    owner_id = running.job.owner_id
    return Scope.of(Person.everyone.get(pk=owner_id), now) if owner_id else Scope.of_system()


def _still_possible(actor: Scope, chosen: Sequence[tuple[int, int, bool]]) -> list[Proposal]:
    groups = ClassGroup.objects.select_related("unit").in_bulk([group for group, _teacher, _appointed in chosen])
    teachers = actor.people().filter(is_active=True).in_bulk([teacher for _group, teacher, _appointed in chosen])
    return [
        Proposal(groups[group], teachers[teacher], appointed=appointed)
        for group, teacher, appointed in chosen
        if group in groups and teacher in teachers and actor.may(Permission.CLASSES_WRITE, groups[group].unit)
    ]


def _portions(rows: Sequence[Row]) -> list[Sequence[Row]]:
    return [rows[start : start + CLASSES_AT_ONCE] for start in range(0, len(rows), CLASSES_AT_ONCE)]
