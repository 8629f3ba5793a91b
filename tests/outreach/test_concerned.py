"""Whoever an act of an administrator concerns hears of it: appointments, transfers, classes, standing in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.organisation import NOW, grant, make_class, make_person, make_unit

from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import (
    Scope,
    assign_class_teacher,
    grant_role,
    hand_over_class,
    take_back_role,
    transfer_person,
)
from yuanjiao.outreach.models import Notice

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


@pytest.fixture
def district():
    return make_unit("示例区", under=make_unit("示例市"))


@pytest.fixture
def wu(district):
    """The administrator of the district."""
    person = make_person("吴示例", unit=district, is_learner=False)
    grant(person, Role.UNIT_ADMINISTRATOR)
    return person


def told() -> set[tuple[str, str]]:
    """Who was told what; the notices are gone then."""
    found = set(Notice.objects.values_list("person__full_name", "title"))
    Notice.objects.all().delete()
    return found


def test_whoever_is_appointed_or_relieved_reads_it_in_her_language(district, wu):
    actor = Scope.of(wu, NOW)
    zhou = make_person("周示例", unit=district, language="en")
    given = grant_role(actor=actor, person=zhou, role=Role.AUDITOR, unit=district, now=NOW)
    assert told() == {("周示例", "You have been appointed Auditor of 示例区")}
    take_back_role(actor=actor, grant_id=given.pk, now=NOW)
    assert told() == {("周示例", "You are no longer Auditor of 示例区")}


def test_a_transfer_is_told_to_the_learner_and_to_the_administrators_where_she_comes(district, wu):
    town = make_unit("示例镇", under=district)
    clerk, lin = make_person("镇示例", unit=town, is_learner=False), make_person("林示例", unit=district)
    grant(clerk, Role.UNIT_ADMINISTRATOR)
    transfer_person(actor=Scope.of(wu, NOW), person_id=lin.pk, to=town, on=TODAY, now=NOW)
    moved = f"您已转到示例镇，自 {TODAY} 起；学分都跟着您走"
    assert told() == {("林示例", moved), ("镇示例", "林示例已转入示例镇")}


def test_a_class_is_told_to_its_teacher_and_to_the_one_before(district, wu):
    old, new = make_person("旧示例", unit=district), make_person("新示例", unit=district)
    group = make_class(district, make_person(unit=district), teacher=old)
    actor = Scope.of(wu, NOW)
    assign_class_teacher(actor=actor, class_id=group.pk, teacher=new, now=NOW)
    assert told() == {("新示例", "示例区1班由您带班"), ("旧示例", "示例区1班不再由您带班")}
    assign_class_teacher(actor=actor, class_id=group.pk, teacher=new, now=NOW)
    assert told() == set()
    until = TODAY + timedelta(days=3)
    hand_over_class(
        actor=Scope.of(new, NOW), class_id=group.pk, person=old, since=TODAY, until=until, reason="出差", now=NOW
    )
    assert told() == {("旧示例", f"请您代管示例区1班：{TODAY} 至 {until}")}


def test_the_installation_and_one_s_own_acts_tell_nobody(district, wu):
    zhou = make_person("周示例", unit=district)
    grant_role(actor=Scope.of_system(), person=zhou, role=Role.AUDITOR, unit=district, now=NOW)
    grant_role(actor=Scope.of(wu, NOW), person=wu, role=Role.AUDITOR, unit=district, now=NOW)
    assert told() == set()
