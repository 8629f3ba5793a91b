"""Class groups with their teachers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from yuanjiao.demonstration.plan import Plan, at
from yuanjiao.organisation.models import ClassGroup, Person, Unit, UnitKind
from yuanjiao.organisation.public import Scope, assign_class_teacher, form_class_groups_below

NINE = 9 * 3600
TEACHING_LEVELS = ("142", "141", "150")


def form(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Place everyone in a class and give every class a teacher from its own unit, as of the story's first days."""
    formed_at = min(at(plan.start + timedelta(days=6), NINE), now)
    system = Scope.of_system()
    city = Unit.objects.get(kind=UnitKind.CITY)
    for _formed in form_class_groups_below(actor=system, top=city, now=formed_at):
        pass
    waiting = list(ClassGroup.objects.filter(teacher=None).select_related("unit").order_by("pk"))
    for done, group in enumerate(waiting, start=1):
        assign_class_teacher(actor=system, class_id=group.pk, teacher=teacher_for(group), now=formed_at)
        progress(done, len(waiting))


def teacher_for(group: ClassGroup) -> Person | None:
    """Someone of the unit who teaches no class yet: a deputy section chief where there is one."""
    free = Person.objects.filter(unit=group.unit, is_active=True, classes_taught=None).order_by("staff_number")
    for level in TEACHING_LEVELS:
        found = free.filter(post_level=level).exclude(class_place__class_group=group).first()
        found = found or free.filter(post_level=level).first()
        if found:
            return found
    return free.first()
