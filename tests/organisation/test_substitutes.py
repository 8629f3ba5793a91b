"""A class is handed over for some days: dated, seen by both, and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from tests.factories.organisation import grant, make_class, make_person, make_unit

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.models import ClassSubstitute, Role, RoleGrant
from yuanjiao.organisation.public import (
    ImpossiblePeriod,
    OutOfScope,
    Scope,
    TeacherHasLeft,
    TeachesItAlready,
    hand_over_class,
    take_class_back,
)

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
MONDAY, FRIDAY = date(2026, 6, 1), date(2026, 6, 5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    unit = make_unit()
    zhou, he, lin = (make_person(name, unit=unit) for name in ("周示例", "何示例", "林示例"))
    grant(zhou, Role.CLASS_TEACHER)
    return SimpleNamespace(unit=unit, zhou=zhou, he=he, lin=lin, group=make_class(unit, lin, teacher=zhou))


def hand_over(world, **fields) -> ClassSubstitute:
    given = {"person": world.he, "since": MONDAY, "until": FRIDAY, "reason": "出差"} | fields
    actor = given.pop("actor", None) or Scope.of(world.zhou, NOW)
    return hand_over_class(actor=actor, class_id=world.group.pk, now=NOW, **given)


def reach(person, at: datetime = NOW):
    return list(Scope.of(person, at).people().exclude(pk=person.pk))


def test_a_substitute_sees_the_class_on_her_days_and_not_after_them(world):
    assert reach(world.he) == []
    hand_over(world)
    assert reach(world.he) == [world.lin]
    assert reach(world.zhou) == [world.lin]
    assert reach(world.he, NOW + timedelta(days=4)) == [world.lin]
    assert reach(world.he, NOW + timedelta(days=5)) == []


def test_a_substitute_who_will_begin_sees_nothing_yet(world):
    hand_over(world, since=FRIDAY)
    assert reach(world.he) == []
    assert reach(world.he, NOW + timedelta(days=4)) == [world.lin]


def test_taking_the_class_back_ends_it_at_once_and_is_on_record(world):
    arranged = hand_over(world)
    later = NOW + timedelta(days=2)
    take_class_back(actor=Scope.of(world.zhou, later), substitute_id=arranged.pk, now=later)
    assert reach(world.he, later) == []
    assert ClassSubstitute.objects.get().until == date(2026, 6, 2)
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == [
        "organisation.hand_over_class",
        "organisation.take_class_back",
    ]


def test_what_has_not_begun_is_as_if_it_had_not_been_arranged(world):
    arranged = hand_over(world, since=FRIDAY)
    take_class_back(actor=Scope.of(world.zhou, NOW), substitute_id=arranged.pk, now=NOW)
    assert not ClassSubstitute.objects.exists()
    assert not RoleGrant.objects.filter(person=world.he, ended_at__gt=RoleGrant.objects.get(person=world.he).granted_at)


@pytest.mark.parametrize("days", [(date(2026, 5, 31), FRIDAY), (FRIDAY, MONDAY)])
def test_impossible_days_are_refused(world, days):
    with pytest.raises(ImpossiblePeriod):
        hand_over(world, since=days[0], until=days[1])


def test_the_teacher_herself_and_whoever_has_left_cannot_stand_in(world):
    with pytest.raises(TeachesItAlready):
        hand_over(world, person=world.zhou)
    world.he.is_active = False
    with pytest.raises(TeacherHasLeft):
        hand_over(world)


def test_neither_a_colleague_nor_the_substitute_hands_the_class_on(world):
    stranger = make_person("秦示例", unit=world.unit)
    hand_over(world)
    for person in (stranger, world.he):
        with pytest.raises(OutOfScope):
            hand_over(world, person=stranger, actor=Scope.of(person, NOW))
