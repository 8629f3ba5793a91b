"""The one scope rule, told by Lin (learner), Zhou (class teacher), Wu (unit administrator), Qin (next door)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.organisation import NOW, grant, make_class, make_person, make_unit

from yuanjiao.organisation.models import Person, Role, RoleGrant
from yuanjiao.organisation.public import OutOfScope, Permission, Scope, end_of, joint, who_may

pytestmark = pytest.mark.django_db


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
def township(here):
    return make_unit("本镇", under=here)


def test_a_learner_may_manage_nobody(here):
    lin = make_person("林", unit=here)
    scope = Scope.of(lin, NOW)
    assert list(scope.people()) == []
    assert not scope.may(Permission.PEOPLE_READ, here)
    assert not scope.administrative


def test_a_unit_administrator_reaches_her_subtree_and_not_next_door(here, next_door, township):
    wu, lin, qin = (make_person(unit=unit) for unit in (here, township, next_door))
    grant(wu, Role.UNIT_ADMINISTRATOR, here)
    scope = Scope.of(wu, NOW)
    assert set(scope.people()) == {wu, lin}
    assert scope.may(Permission.PEOPLE_WRITE, township)
    assert not scope.may(Permission.PEOPLE_WRITE, next_door)
    assert list(scope.units()) == [here, township]
    with pytest.raises(OutOfScope):
        scope.demand(Permission.PEOPLE_WRITE, qin.unit)


def test_the_scope_costs_one_query(here, django_assert_num_queries):
    wu = make_person(unit=here)
    grant(wu, Role.UNIT_ADMINISTRATOR, here)
    grant(wu, Role.AUDITOR, here)
    with django_assert_num_queries(1):
        scope = Scope.of(wu, NOW)
        assert scope.may(Permission.AUDIT_READ, here)
        assert scope.has(Permission.PEOPLE_WRITE)


def test_an_auditor_reads_everything_and_changes_nothing(here):
    auditor = make_person(unit=here)
    grant(auditor, Role.AUDITOR, here)
    scope = Scope.of(auditor, NOW)
    held = {permission for permission in Permission if scope.has(permission)}
    assert held == {permission for permission in Permission if permission.endswith(":read")} - {
        Permission.OWN_CLASS_READ
    }


def test_a_class_teacher_reads_her_own_classes_only(here):
    zhou, lin, other = (make_person(unit=here) for _ in range(3))
    grant(zhou, Role.CLASS_TEACHER, here)
    make_class(here, lin, teacher=zhou)
    make_class(here, other)
    scope = Scope.of(zhou, NOW)
    assert list(scope.people()) == [lin]
    assert list(scope.people(Permission.PEOPLE_WRITE)) == []
    assert not scope.administrative


def test_an_ended_grant_and_one_of_tomorrow_allow_nothing(here):
    wu = make_person(unit=here)
    ended = grant(wu, Role.UNIT_ADMINISTRATOR, here)
    RoleGrant.objects.filter(pk=ended.pk).update(ended_at=NOW)
    RoleGrant.objects.create(person=wu, role=Role.AUDITOR, unit=here, granted_at=NOW + timedelta(days=1))
    assert Scope.of(wu, NOW).grants == ()


def test_who_has_left_has_no_scope(here):
    wu = make_person(unit=here, is_active=False)
    grant(wu, Role.UNIT_ADMINISTRATOR, here)
    assert Scope.of(wu, NOW).grants == ()


def test_a_unit_administrator_appoints_below_her_only_and_never_an_academy_administrator(here, next_door, township):
    wu = make_person(unit=here)
    grant(wu, Role.UNIT_ADMINISTRATOR, here)
    scope = Scope.of(wu, NOW)
    assert scope.grantable(township) == {Role.UNIT_ADMINISTRATOR, Role.CLASS_TEACHER, Role.AUDITOR}
    assert scope.grantable(next_door) == frozenset()


def test_who_may_answers_with_those_above_a_unit(city, here, next_door, township):
    head, wu, qin, gone = (make_person(unit=unit) for unit in (city, here, next_door, here))
    grant(head, Role.ACADEMY_ADMINISTRATOR, city)
    grant(wu, Role.UNIT_ADMINISTRATOR, here)
    grant(qin, Role.UNIT_ADMINISTRATOR, next_door)
    grant(gone, Role.UNIT_ADMINISTRATOR, here)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    assert set(who_may(Permission.PEOPLE_WRITE, township, NOW)) == {head, wu}


def test_a_unit_whose_path_ends_in_the_last_letter_keeps_its_neighbours_out():
    assert end_of("0001") == "0002"
    assert end_of("000Z") == "001"
    assert end_of("ZZZZ") == ""


def test_the_lowest_unit_of_several_paths_is_a_unit_of_all_of_them():
    assert joint(["00010002", "000100020003", "0001000200040001"]) == "00010002"
    assert joint(["00010002", "00010003"]) == "0001"
    assert joint(["00010012", "00010013"]) == "0001"
    assert (joint(["0001", "0002"]), joint([])) == ("", "")
