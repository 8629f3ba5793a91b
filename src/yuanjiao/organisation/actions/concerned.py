"""Telling those whom an act concerns: who is appointed or relieved, moved, given a class, or asked to stand in.

The installation's own acts, such as founding an academy, tell nobody; nor does anybody hear of what she did herself.
Only who moves with many others hears of it even from the installation: a reorganisation, or a file of a whole city.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation import events
from yuanjiao.organisation.models import ClassGroup, ClassSubstitute, Person, Role, RoleGrant, Unit, UnitSuccession
from yuanjiao.organisation.pages import OWN_UNIT_PAGE
from yuanjiao.organisation.scope import Scope, grants_in_force
from yuanjiao.organisation.subtree import lineage

MOVED = _("您已转到{unit}，自 {day} 起；学分都跟着您走")
BEFORE = _("原单位：{unit}。")


def tell_of_appointment(*, actor: Scope, held: RoleGrant, now: datetime) -> None:
    """Tell whoever has been appointed, or whose appointment has ended."""
    sentence = _("您已被任命为{unit}的{role}") if held.ended_at is None else _("您不再担任{unit}的{role}")
    words = format_lazy(sentence, unit=held.unit.name, role=Role(held.role).label)
    _tell(actor, [held.person_id], words, now)


def tell_of_transfer(*, actor: Scope, person: Person, before: Unit, to: Unit, on: date, now: datetime) -> None:
    """Tell whoever has been moved to another unit, and the administrators of that unit itself."""
    words, detail = format_lazy(MOVED, unit=to.name, day=on), format_lazy(BEFORE, unit=before.name)
    _tell(actor, [person.pk], words, now, detail, OWN_UNIT_PAGE)
    held = RoleGrant.objects.filter(grants_in_force(now), unit=to, role=Role.UNIT_ADMINISTRATOR)
    there = held.exclude(person=person).values_list("person_id", flat=True)
    _tell(actor, there, format_lazy(_("{name}已转入{unit}"), name=person.full_name, unit=to.name), now)


def tell_of_moves(*, moves: Mapping[int, tuple[str, str]], on: date, now: datetime) -> None:
    """Tell many who have been moved at once, each by number with the names of the unit before and of the new one."""
    together: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, names in moves.items():
        together[names].append(number)
    facts = [
        events.Concerning(
            tuple(numbers),
            format_lazy(MOVED, unit=to, day=on),
            format_lazy(BEFORE, unit=before),
            OWN_UNIT_PAGE,
        )
        for (before, to), numbers in together.items()
    ]
    events.tell(events.concerned, facts, now)


def tell_of_succession(*, succession: UnitSuccession, people: Sequence[int], now: datetime) -> None:
    """Tell people who came from a unit to its heir what has become of their unit; not the one who decided it."""
    made, former, heir = succession.reorganisation, succession.former, succession.heir
    concerned = tuple(number for number in people if number != made.decided_by_id)
    if not concerned:
        return
    places = _places_of([former, heir])
    names = {"former": former.name, "heir": heir.name, "day": succession.on}
    if not succession.whole:
        words = format_lazy(_("您自 {day} 起从{former}转到{heir}；学分都跟着您走"), **names)
    elif heir.pk == made.target_id:
        words = format_lazy(_("{former}自 {day} 起并入{heir}，您随之转到{heir}；学分都跟着您走"), **names)
    else:
        # What was moved, merged away or split off above it took it along under its own name.
        above = made.target.name if made.target else made.names["name"]
        words = format_lazy(_("您的单位{heir}自 {day} 起划到{above}；学分都跟着您走"), **names, above=above)
    told = _("原来：{before}；现在：{after}。依据：{reason}。")
    detail = format_lazy(told, before=places[former.pk], after=places[heir.pk], reason=made.reason)
    events.tell(events.concerned, [events.Concerning(concerned, words, detail, OWN_UNIT_PAGE)], now)


def _places_of(units: Sequence[Unit]) -> dict[int, str]:
    """Where units stand, such as “甲区/东镇”; the academy's topmost unit goes without saying."""
    paths = {unit.pk: lineage(str(unit.path)) for unit in units}
    above = {path for line in paths.values() for path in line}
    names = dict(Unit.objects.filter(path__in=above).values_list("path", "name"))
    return {number: "/".join(names[path] for path in line[1:] or line) for number, line in paths.items()}


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


def _tell(
    actor: Scope,
    person_ids: Iterable[int],
    words: str | Promise,
    now: datetime,
    detail: str | Promise = "",
    page: str = "",
) -> None:
    concerned = tuple(sorted(set(person_ids) - {0, actor.person_id}))
    if actor.actor_id is not None and concerned:
        events.tell(events.concerned, [events.Concerning(concerned, words, detail, page)], now)
