"""What is done to one person, and what the rooms above are told of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories.organisation import LONG_AGO, NOW, grant, make_class, make_person, make_unit

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.initials import initials_of
from yuanjiao.organisation.models import ClassGroup, Membership, Person, Role
from yuanjiao.organisation.public import (
    AlreadyThere,
    Details,
    ImpossibleDate,
    OutOfScope,
    Scope,
    StaffNumberTaken,
    bring_back_person,
    enrol_person,
    events,
    retire_person,
    transfer_person,
    update_person,
)

pytestmark = pytest.mark.django_db
SYSTEM = Scope.of_system()
TODAY = date(2026, 3, 2)


@pytest.fixture
def city():
    return make_unit("示例市")


@pytest.fixture
def here(city):
    return make_unit("本区", under=city)


@pytest.fixture
def next_door(city):
    return make_unit("邻区", under=city)


@pytest.fixture
def told(monkeypatch):
    facts = []
    for name in ("person_enrolled", "person_transferred", "person_left", "person_reclassified"):
        monkeypatch.setattr(events, name, [lambda each, _at: facts.extend(each)])
    return facts


def details(person, **changes):
    known = {"staff_number": person.staff_number, "full_name": person.full_name, "post_level": person.post_level}
    return Details(**{**known, **changes})


def test_enrolling_tells_the_rooms_above_unless_she_is_no_learner(here, told):
    lin, _code = enrol_person(actor=SYSTEM, details=Details("A1", "林一"), unit=here, on=TODAY, now=NOW)
    enrol_person(actor=SYSTEM, details=Details("A2", "周二", is_learner=False), unit=here, on=TODAY, now=NOW)
    assert told == [events.Enrolled(lin.pk, here.pk, here.path, "150")]


def test_two_people_cannot_have_one_phone(here):
    make_person(unit=here, phone="13800000000")
    with pytest.raises(StaffNumberTaken):
        enrol_person(actor=SYSTEM, details=Details("A1", "林", phone="13800000000"), unit=here, on=TODAY, now=NOW)
    assert not Person.objects.filter(staff_number="A1").exists()


def test_a_new_post_level_is_told(here, told):
    lin = make_person(unit=here)
    update_person(actor=SYSTEM, person_id=lin.pk, details=details(lin, post_level="131"), now=NOW)
    assert told == [events.Reclassified(lin.pk, here.path, "150", "131")]
    assert AuditEntry.objects.get(verb="organisation.update").detail == {"post_level": ["150", "131"]}


def test_who_stops_being_a_learner_has_left_and_comes_back_as_enrolled(here, told):
    lin = make_person(unit=here)
    update_person(actor=SYSTEM, person_id=lin.pk, details=details(lin, is_learner=False), now=NOW)
    update_person(actor=SYSTEM, person_id=lin.pk, details=details(lin), now=NOW)
    assert told == [events.Left(lin.pk, here.path), events.Enrolled(lin.pk, here.pk, here.path, "150")]


def test_a_transfer_changes_the_class_and_keeps_the_history(here, next_door, told):
    lin = make_person(unit=here)
    make_class(here, lin)
    transfer_person(actor=SYSTEM, person_id=lin.pk, to=next_door, on=TODAY, now=NOW)
    assert list(ClassGroup.objects.order_by("unit__path").values_list("unit_id", "size")) == [
        (here.pk, 0),
        (next_door.pk, 1),
    ]
    stays = Membership.objects.filter(person=lin).order_by("since").values_list("unit_id", "since", "until")
    assert list(stays) == [(here.pk, LONG_AGO, TODAY), (next_door.pk, TODAY, None)]
    assert told == [events.Transferred(lin.pk, next_door.pk, here.path, next_door.path)]


def test_a_transfer_needs_both_ends_in_the_scope(here, next_door):
    wu, lin = make_person(unit=here), make_person(unit=here)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    with pytest.raises(OutOfScope):
        transfer_person(actor=Scope.of(wu, NOW), person_id=lin.pk, to=next_door, on=TODAY, now=NOW)


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), LONG_AGO - timedelta(days=1)])
def test_a_transfer_is_neither_of_tomorrow_nor_before_the_stay(here, next_door, on):
    lin = make_person(unit=here)
    with pytest.raises(ImpossibleDate):
        transfer_person(actor=SYSTEM, person_id=lin.pk, to=next_door, on=on, now=NOW)


def test_a_transfer_to_the_same_unit_is_none(here):
    lin = make_person(unit=here)
    with pytest.raises(AlreadyThere):
        transfer_person(actor=SYSTEM, person_id=lin.pk, to=here, on=TODAY, now=NOW)


def test_leaving_and_coming_back_are_told_and_dated(here, told):
    lin = make_person(unit=here)
    retire_person(actor=SYSTEM, person_id=lin.pk, on=TODAY, reason="退休", now=NOW)
    bring_back_person(actor=SYSTEM, person_id=lin.pk, on=TODAY, now=NOW)
    assert told == [events.Left(lin.pk, here.path), events.Enrolled(lin.pk, here.pk, here.path, "150")]
    assert Membership.objects.filter(person=lin).count() == 2


def test_a_hook_that_fails_takes_the_change_back(here, next_door, monkeypatch):
    def fails(_facts, _at):
        raise RuntimeError

    monkeypatch.setattr(events, "person_transferred", [fails])
    lin = make_person(unit=here)
    with pytest.raises(RuntimeError):
        transfer_person(actor=SYSTEM, person_id=lin.pk, to=next_door, on=TODAY, now=NOW)
    assert Person.objects.get(pk=lin.pk).unit_id == here.pk


@pytest.mark.parametrize(("name", "letters"), [("林晓明", "lxm"), ("单田芳", "stf"), ("曾国", "zg"), ("A·B3", "ab3")])
def test_initials_read_surnames_as_surnames(name, letters):
    assert initials_of(name) == letters
