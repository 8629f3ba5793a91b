"""Forming class groups of at most forty, giving them teachers, evening them out (A18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import audit
from yuanjiao.organisation.actions.class_places import give_up_place, take_places
from yuanjiao.organisation.actions.concerned import tell_of_class
from yuanjiao.organisation.actions.staffing import give_teachers
from yuanjiao.organisation.models import LARGEST_CLASS, ClassGroup, Person, Role, RoleGrant, Unit
from yuanjiao.organisation.partition import additions
from yuanjiao.organisation.rebalancing import rebalancing_of
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import Scope, grants_in_force
from yuanjiao.organisation.staffing import proposals_of, staffing_of


class TeacherHasLeft(Exception):
    """The chosen class teacher is no longer active."""

    def __init__(self) -> None:
        super().__init__(_("此人已不在册，不能担任班主任。"))


class PlanHasChanged(Exception):
    """Somebody's place has changed since the plan was shown."""

    def __init__(self) -> None:
        super().__init__(_("刚才有人换了班，方案已重新算好。请再看一遍后确认。"))


@dataclass(frozen=True, slots=True)
class Formed:
    """What forming or evening out did: people placed, classes opened (so many without a teacher) and dissolved."""

    placed: int
    opened: int
    dissolved: int = 0
    lacking: int = 0


@transaction.atomic
def form_class_groups(*, actor: Scope, unit: Unit, now: datetime) -> Formed:
    """Give every active learner of the unit (not of its lower units) who has no class a place in one.

    Nobody is moved; new classes are opened only as needed, and taught by those class teachers of the unit who have
    room for them, the lightest laden first. Two formations at once wait for each other.

    :raises OutOfScope: when the actor may not write classes of the unit.
    """
    actor.demand(Permission.CLASSES_WRITE, unit)
    _lock(unit)
    waiting = list(_without_class(unit))
    groups = list(ClassGroup.objects.filter(unit=unit).order_by("number"))
    shares = additions([group.size for group in groups], len(waiting), LARGEST_CLASS)
    opened = [_open_class(unit, number) for number in _next_numbers(groups, len(shares) - len(groups))]
    _place([*groups, *opened], shares, waiting, now)
    if waiting:
        _record(actor, "form_classes", unit, now, placed=len(waiting), opened=len(opened))
    return Formed(placed=len(waiting), opened=len(opened), lacking=len(opened) - _staff(actor, opened, now))


def form_class_groups_below(*, actor: Scope, top: Unit, now: datetime) -> Iterator[Formed]:
    """Form class groups in a unit and each unit below it, one short transaction a unit."""
    units = Unit.objects.filter(path__startswith=top.path, people__class_place__isnull=True, people__is_active=True)
    for unit in units.filter(people__is_learner=True).distinct().order_by("path"):
        yield form_class_groups(actor=actor, unit=unit, now=now)


@transaction.atomic
def rebalance_class_groups(*, actor: Scope, unit: Unit, now: datetime, as_shown: str = "") -> Formed:
    """Even out the unit's classes, moving as few people as possible, and dissolve those that end empty.

    :param as_shown: the mark of the plan that the actor has seen; empty when nobody was shown one.
    :raises OutOfScope: when the actor may not write classes of the unit.
    :raises PlanHasChanged: when places have changed since the plan was shown.
    """
    actor.demand(Permission.CLASSES_WRITE, unit)
    _lock(unit)
    plan = rebalancing_of(unit)
    if as_shown not in {"", plan.mark}:
        raise PlanHasChanged
    give_up_place(person_ids=[move.person.pk for move in plan.moves])
    arriving: defaultdict[ClassGroup, list[int]] = defaultdict(list)
    for move in plan.moves:
        arriving[move.target].append(move.person.pk)
    for group, people in arriving.items():
        take_places(group=group, person_ids=people, on=timezone.localdate(now))
    dissolved, _kinds = ClassGroup.objects.filter(unit=unit, size=0).delete()
    if plan.moves or dissolved:
        _record(actor, "rebalance_classes", unit, now, moved=len(plan.moves), dissolved=dissolved)
    return Formed(placed=len(plan.moves), opened=0, dissolved=dissolved)


@transaction.atomic
def assign_class_teacher(*, actor: Scope, class_id: int, teacher: Person | None, now: datetime) -> ClassGroup:
    """Give a class its teacher, or none; a teacher without the role on the unit is granted it.

    :raises OutOfScope: when the actor may not write classes of the unit.
    :raises TeacherHasLeft: when the chosen person is no longer active.
    """
    group = ClassGroup.objects.select_related("unit").select_for_update(of=("self",)).get(pk=class_id)
    actor.demand(Permission.CLASSES_WRITE, group.unit)
    if teacher is not None and not teacher.is_active:
        raise TeacherHasLeft
    former_id, group.teacher = group.teacher_id, teacher
    group.save(update_fields=["teacher"])
    if teacher is not None and not _teaches(teacher, group.unit, now):
        RoleGrant.objects.create(
            person=teacher, role=Role.CLASS_TEACHER, unit=group.unit, granted_by_id=actor.actor_id, granted_at=now
        )
    _record(actor, "assign_class_teacher", group.unit, now, group=group.pk, teacher=teacher.pk if teacher else 0)
    tell_of_class(actor=actor, group=group, former_id=former_id, now=now)
    return group


def _staff(actor: Scope, opened: Sequence[ClassGroup], now: datetime) -> int:
    groups = ClassGroup.objects.filter(pk__in=[group.pk for group in opened])
    choices = staffing_of(actor, groups, now, colleagues=False).narrowed("appointed") if opened else []
    return give_teachers(actor, proposals_of(choices), now) if choices else 0


def _teaches(person: Person, unit: Unit, now: datetime) -> bool:
    held = RoleGrant.objects.filter(grants_in_force(now), person=person, role=Role.CLASS_TEACHER)
    return held.filter(unit__path__in=unit.lineage()).exists()


def _lock(unit: Unit) -> None:
    Unit.objects.select_for_update().get(pk=unit.pk)


def _without_class(unit: Unit) -> Sequence[int]:
    learners = Person.objects.filter(unit=unit, is_active=True, is_learner=True, class_place__isnull=True)
    return list(learners.order_by("staff_number").values_list("pk", flat=True))


def _next_numbers(groups: Sequence[ClassGroup], count: int) -> range:
    highest = max((group.number for group in groups), default=0)
    return range(highest + 1, highest + 1 + count)


def _open_class(unit: Unit, number: int) -> ClassGroup:
    return ClassGroup.objects.create(unit=unit, number=number, name=f"{unit}{number}班")


def _place(groups: Sequence[ClassGroup], shares: Sequence[int], people: Sequence[int], now: datetime) -> None:
    start = 0
    for group, share in zip(groups, shares, strict=True):
        if share:
            take_places(group=group, person_ids=people[start : start + share], on=timezone.localdate(now))
        start += share


def _record(actor: Scope, verb: str, unit: Unit, now: datetime, **detail: int) -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"organisation.{verb}",
        subject=("unit", unit.pk),
        unit_path=unit.path,
        detail=detail,
    )
