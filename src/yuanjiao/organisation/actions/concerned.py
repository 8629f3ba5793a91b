"""Telling those whom an act concerns: who is appointed or relieved, moved, given a class, or asked to stand in.

The installation's own acts, such as founding an academy, tell nobody; nor does anybody hear of what she did herself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation import events
from yuanjiao.organisation.models import ClassGroup, ClassSubstitute, Person, Role, RoleGrant, Unit
from yuanjiao.organisation.scope import Scope, grants_in_force


def tell_of_appointment(*, actor: Scope, held: RoleGrant, now: datetime) -> None:
    """Tell whoever has been appointed, or whose appointment has ended."""
    sentence = _("您已被任命为{unit}的{role}") if held.ended_at is None else _("您不再担任{unit}的{role}")
    words = format_lazy(sentence, unit=held.unit.name, role=Role(held.role).label)
    _tell(actor, [held.person_id], words, now)


def tell_of_transfer(*, actor: Scope, person: Person, to: Unit, on: date, now: datetime) -> None:
    """Tell whoever has been moved to another unit, and the administrators of that unit itself."""
    _tell(actor, [person.pk], format_lazy(_("您已转到{unit}，自 {day} 起；学分都跟着您走"), unit=to.name, day=on), now)
    held = RoleGrant.objects.filter(grants_in_force(now), unit=to, role=Role.UNIT_ADMINISTRATOR)
    there = held.exclude(person=person).values_list("person_id", flat=True)
    _tell(actor, there, format_lazy(_("{name}已转入{unit}"), name=person.full_name, unit=to.name), now)


def tell_of_class(*, actor: Scope, group: ClassGroup, former_id: int | None, now: datetime) -> None:
    """Tell whoever teaches a class from now on, and whoever did until now."""
    if group.teacher_id == former_id:
        return
    _tell(actor, [group.teacher_id or 0], format_lazy(_("{group}由您带班"), group=group.name), now)
    _tell(actor, [former_id or 0], format_lazy(_("{group}不再由您带班"), group=group.name), now)


def tell_of_standing_in(*, actor: Scope, substitute: ClassSubstitute, now: datetime) -> None:
    """Tell whoever is to look after a class for some days, and its teacher, where another arranged it."""
    group = substitute.class_group
    words = {"group": group.name, "since": substitute.since, "until": substitute.until}
    asked = format_lazy(_("请您代管{group}：{since} 至 {until}"), **words)
    _tell(actor, [substitute.person_id], asked, now)
    arranged = format_lazy(_("{since} 至 {until}，{group}由{name}代管"), name=substitute.person.full_name, **words)
    _tell(actor, [group.teacher_id or 0], arranged, now)


def _tell(actor: Scope, person_ids: Iterable[int], words: str | Promise, now: datetime) -> None:
    concerned = tuple(sorted(set(person_ids) - {0, actor.person_id}))
    if actor.actor_id is not None and concerned:
        events.tell(events.concerned, [events.Concerning(concerned, words)], now)
