"""What administrators do to one person: enrol, change, transfer, retire, bring back, hand out a new code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import audit
from yuanjiao.organisation import events, one_time
from yuanjiao.organisation.actions.class_places import give_up_place
from yuanjiao.organisation.actions.classes import form_class_groups
from yuanjiao.organisation.actions.concerned import tell_of_transfer
from yuanjiao.organisation.actions.sessions import end_sessions
from yuanjiao.organisation.initials import initials_of
from yuanjiao.organisation.models import Membership, Person, PostLevel, RoleGrant, Tag, Unit
from yuanjiao.organisation.reorganising.wish import UnitHasEnded
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import Scope


class StaffNumberTaken(Exception):
    """Another person has this staff number, phone or e-mail."""

    def __init__(self) -> None:
        super().__init__(_("学号、手机号或邮箱已被另一个人使用。"))


class ImpossibleDate(Exception):
    """A transfer or departure lies in the future, or before the present stay began."""

    def __init__(self, since: date) -> None:
        sentence = _("日期不能晚于今天，也不能早于到现单位的日期（%(since)s）。")
        super().__init__(sentence % {"since": since.isoformat()})


class AlreadyThere(Exception):
    """A transfer leads to where the person already is."""

    def __init__(self) -> None:
        super().__init__(_("此人已经在这个单位。"))


@dataclass(frozen=True, slots=True)
class Details:
    """What a form says of a person; the unit changes by transfer only."""

    staff_number: str
    full_name: str
    post_level: str = PostLevel.STAFF
    rank: str = ""
    position: str = ""
    appointed_on: date | None = None
    phone: str | None = None
    email: str | None = None
    is_learner: bool = True
    tags: tuple[str, ...] = field(default=())

    def columns(self) -> dict[str, Any]:
        """The values that are columns of the person's own row."""
        return {key: value for key, value in asdict(self).items() if key != "tags"}


@transaction.atomic
def enrol_person(*, actor: Scope, details: Details, unit: Unit, on: date, now: datetime) -> tuple[Person, str]:
    """Take a new person in; gives her and her one-time code, which is shown once and kept only as a hash.

    :raises OutOfScope: when the actor may not write people of the unit.
    :raises UnitHasEnded: when the unit is no more.
    :raises StaffNumberTaken: when the staff number, phone or e-mail belongs to someone else.
    """
    actor.demand(Permission.PEOPLE_WRITE, unit)
    unit = _receiving(unit)
    code = one_time.random_code()
    person = Person(**details.columns(), unit=unit, initials=initials_of(details.full_name))
    _give_code(person, code, now + one_time.VALIDITY)
    _save(person)
    _set_tags(person, details.tags)
    Membership.objects.create(person=person, unit=unit, since=on)
    if person.is_learner:
        events.tell(events.person_enrolled, [_enrolled(person)], now)
        _find_class(person, now)
    _record(actor, "enrol", person, now, {"staff_number": person.staff_number, "unit": unit.pk})
    return person, code


@transaction.atomic
def update_person(*, actor: Scope, person_id: int, details: Details, now: datetime) -> Person:
    """Change what is known of a person; tells the rooms above of a new post level or a changed duty to learn.

    :raises OutOfScope: when the actor may not write people of her unit.
    :raises StaffNumberTaken: when the staff number, phone or e-mail belongs to someone else.
    """
    person = _locked(actor, person_id)
    before = {name: getattr(person, name) for name in details.columns()}
    changed = {name: value for name, value in details.columns().items() if before[name] != value}
    for name, value in changed.items():
        setattr(person, name, value)
    person.initials = initials_of(person.full_name)
    _save(person)
    _set_tags(person, details.tags)
    _tell_of_changes(person, before, changed, now)
    if changed:
        said = {name: [str(before[name] or ""), str(value or "")] for name, value in changed.items()}
        _record(actor, "update", person, now, said)
    return person


def _tell_of_changes(person: Person, before: dict[str, Any], changed: dict[str, Any], now: datetime) -> None:
    if not person.is_active:
        return
    if "is_learner" in changed:
        if person.is_learner:
            events.tell(events.person_enrolled, [_enrolled(person)], now)
        else:
            events.tell(events.person_left, [events.Left(person.pk, person.unit.path)], now)
    elif "post_level" in changed and person.is_learner:
        fact = events.Reclassified(person.pk, person.unit.path, before["post_level"], person.post_level)
        events.tell(events.person_reclassified, [fact], now)


@transaction.atomic
def transfer_person(*, actor: Scope, person_id: int, to: Unit, on: date, now: datetime) -> Person:
    """Move a person to another unit from a day on; she gets a place in a class there, and her credits go with her.

    Both ends read of it: the audit trail has an entry below each.

    :raises OutOfScope: unless the actor may write people at both ends.
    :raises AlreadyThere: when it is her unit already.
    :raises UnitHasEnded: when the unit is no more.
    :raises ImpossibleDate: when the day is in the future or before her present stay began.
    """
    person = _locked(actor, person_id)
    actor.demand(Permission.PEOPLE_WRITE, to)
    if person.unit_id == to.pk:
        raise AlreadyThere
    to = _receiving(to)
    from_unit = person.unit
    _close_membership(person, on, now)
    Membership.objects.create(person=person, unit=to, since=on)
    give_up_place(person_ids=[person.pk])
    person.unit = to
    person.save(update_fields=["unit"])
    if person.is_active and person.is_learner:
        fact = events.Transferred(person.pk, to.pk, from_unit.path, to.path)
        events.tell(events.person_transferred, [fact], now)
        _find_class(person, now)
    told = {"from": from_unit.pk, "to": to.pk, "on": on.isoformat()}
    _record(actor, "transfer", person, now, told)
    _record(actor, "transfer_away", person, now, told, from_unit)
    tell_of_transfer(actor=actor, person=person, before=from_unit, to=to, on=on, now=now)
    return person


@transaction.atomic
def retire_person(*, actor: Scope, person_id: int, on: date, reason: str, now: datetime) -> Person:
    """End a person's stay: she can no longer sign in, her sessions and roles end; what she earned stays.

    :raises OutOfScope: when the actor may not write people of her unit.
    :raises ImpossibleDate: when the day is in the future or before her present stay began.
    """
    person = _locked(actor, person_id)
    _close_membership(person, on, now)
    give_up_place(person_ids=[person.pk])
    RoleGrant.objects.filter(person=person, ended_at__isnull=True).update(ended_at=now)
    was_learning = person.is_active and person.is_learner
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(actor_id=actor.actor_id, person=person, now=now)
    if was_learning:
        events.tell(events.person_left, [events.Left(person.pk, person.unit.path)], now)
    _record(actor, "retire", person, now, {"on": on.isoformat(), "reason": reason})
    return person


@transaction.atomic
def bring_back_person(*, actor: Scope, person_id: int, on: date, now: datetime) -> Person:
    """Undo a departure: the person is active again in her last unit, from a day on.

    :raises OutOfScope: when the actor may not write people of her unit.
    :raises UnitHasEnded: when the unit is no more.
    """
    person = _locked(actor, person_id)
    if not person.is_active:
        _receiving(person.unit)
        Membership.objects.create(person=person, unit=person.unit, since=on)
        person.is_active = True
        person.save(update_fields=["is_active"])
        if person.is_learner:
            events.tell(events.person_enrolled, [_enrolled(person)], now)
            _find_class(person, now)
        _record(actor, "bring_back", person, now, {"on": on.isoformat()})
    return person


@transaction.atomic
def reset_one_time_code(*, actor: Scope, person_id: int, now: datetime) -> str:
    """Replace a person's password by a new one-time code, valid for a week; her sessions end.

    :raises OutOfScope: when the actor may not write people of her unit.
    """
    person = _locked(actor, person_id)
    code = one_time.random_code()
    _give_code(person, code, now + one_time.RESET_VALIDITY)
    person.save(update_fields=["password", "one_time_code_hash", "one_time_code_expires", "must_change_password"])
    end_sessions(actor_id=actor.actor_id, person=person, now=now)
    _record(actor, "reset_code", person, now, {})
    return code


def _locked(actor: Scope, person_id: int) -> Person:
    person = Person.objects.select_for_update(of=("self",)).select_related("unit").get(pk=person_id)
    actor.demand(Permission.PEOPLE_WRITE, person.unit)
    return person


def _receiving(unit: Unit) -> Unit:
    """The unit as it is now, held so that it cannot end meanwhile."""
    held: Unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if held.valid_to is not None:
        raise UnitHasEnded(held)
    return held


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise StaffNumberTaken from None


def _give_code(person: Person, code: str, expires: datetime) -> None:
    person.set_unusable_password()
    person.one_time_code_hash = one_time.hash_of(code)
    person.one_time_code_expires = expires
    person.must_change_password = True


def _close_membership(person: Person, on: date, now: datetime) -> None:
    present = Membership.objects.filter(person=person, until__isnull=True).first()
    if present is None:
        return
    if on < present.since or on > timezone.localdate(now):
        raise ImpossibleDate(present.since)
    present.until = on
    present.save(update_fields=["until"])


def _set_tags(person: Person, names: Iterable[str]) -> None:
    person.tags.set([Tag.objects.get_or_create(name=name)[0] for name in names])


def _enrolled(person: Person) -> events.Enrolled:
    return events.Enrolled(person.pk, person.unit_id, person.unit.path, person.post_level)


def _record(
    actor: Scope, verb: str, person: Person, now: datetime, detail: dict[str, Any], unit: Unit | None = None
) -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"organisation.{verb}",
        subject=("person", person.pk),
        unit_path=str((unit or person.unit).path),
        detail=detail,
    )


DETAIL_FIELDS = tuple(each.name for each in fields(Details))


def _find_class(person: Person, now: datetime) -> None:
    # Every learner has a class teacher (A18); who takes people in need not be one who may write classes.
    form_class_groups(actor=Scope.of_system(), unit=person.unit, now=now)
