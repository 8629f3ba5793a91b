"""Teachers for classes: the appointed with room first, then colleagues of the unit, all in one act."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.organisation import NOW, grant, make_class, make_person, make_unit

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation import staffing
from yuanjiao.organisation.models import ClassGroup, ClassSubstitute, Role, RoleGrant, Unit
from yuanjiao.organisation.public import (
    OutOfScope,
    Scope,
    StaffingHasChanged,
    assign_class_teacher,
    form_class_groups,
    proposals_of,
    staff_classes,
    staffing_of,
)

SYSTEM = Scope.of_system()
EVERY = ClassGroup.objects.all()


@pytest.fixture
def here(db):
    return make_unit("本镇", under=make_unit("本区", under=make_unit("示例市")))


@pytest.fixture
def district(here):
    return Unit.objects.get_parent(here)


def teacher_of(unit, **details):
    person = make_person(unit=unit, **details)
    grant(person, Role.CLASS_TEACHER, unit=unit)
    return person


def filled(unit, size, **details):
    return make_class(unit, *[make_person(unit=unit) for _ in range(size)], **details)


def proposed(groups=EVERY, scope=SYSTEM, **options):
    return {each.group: each.teacher for each in proposals_of(staffing_of(scope, groups, NOW, **options).choices)}


def test_forming_gives_the_new_class_to_the_lightest_laden_teacher(here, district):
    elsewhere = make_unit("邻镇", under=district)
    laden, light = teacher_of(here, is_learner=False), teacher_of(here, is_learner=False)
    filled(elsewhere, 4, number=1, teacher=laden)
    filled(elsewhere, 2, number=2, teacher=light)
    for _person in range(5):
        make_person(unit=here)
    done = form_class_groups(actor=SYSTEM, unit=here, now=NOW)
    assert (done.opened, done.lacking) == (1, 0)
    assert ClassGroup.objects.get(unit=here).teacher == light


def test_forming_says_how_many_classes_nobody_teaches(here):
    for _person in range(41):
        make_person(unit=here)
    teacher_of(here, is_learner=False)
    done = form_class_groups(actor=SYSTEM, unit=here, now=NOW)
    assert (done.opened, done.lacking) == (2, 1)


def test_a_teacher_takes_several_small_classes_and_never_more_than_forty_learners(here):
    teacher = teacher_of(here, is_learner=False)
    first, second, third = (filled(here, size, number=size) for size in (15, 20, 25))
    assert proposed(colleagues=False) == {first: teacher, second: teacher, third: None}


def test_her_own_unit_goes_before_those_who_teach_for_the_whole_district(here, district):
    above, own = teacher_of(district, is_learner=False), teacher_of(here, is_learner=False)
    filled(here, 5, number=1, teacher=own)
    group = filled(here, 30, number=2)
    assert proposed(colleagues=False) == {group: own}
    own.is_active = False
    own.save()
    assert proposed(colleagues=False) == {group: above}


def test_who_only_stands_in_for_some_days_is_not_asked_to_teach_for_good(here):
    standing_in, group = make_person(unit=here, is_learner=False), filled(here, 5)
    held = grant(standing_in, Role.CLASS_TEACHER, unit=here)
    held.ended_at = NOW + timedelta(days=3)
    held.save()
    ClassSubstitute.objects.create(
        class_group=group, person=standing_in, since=NOW, until=NOW, grant=held, arranged_at=NOW
    )
    assert proposed(colleagues=False) == {group: None}


def test_colleagues_are_asked_by_level_and_not_for_the_class_they_sit_in(here):
    first, second = filled(here, 3, number=1), filled(here, 3, number=2)
    deputy = first.places.last().person
    deputy.post_level = "142"
    deputy.save()
    chief = second.places.last().person
    chief.post_level = "141"
    chief.save()
    assert proposed() == {first: chief, second: deputy}


def test_a_unit_without_a_free_colleague_has_nobody(here):
    teacher = make_person(unit=here, is_learner=False)
    filled(here, 0, number=1, teacher=teacher)
    empty = make_class(here, number=2)
    assert proposed() == {empty: None}


def test_the_plan_is_carried_out_in_one_act_with_roles_and_trail(here):
    teacher = teacher_of(here, is_learner=False)
    first, second = filled(here, 30, number=1), filled(here, 30, number=2)
    plan = staffing_of(SYSTEM, EVERY, NOW)
    assert [each.kind for each in plan.choices] == ["appointed", "colleague"]
    assert staff_classes(actor=SYSTEM, groups=EVERY, as_shown=plan.mark, now=NOW) == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.teacher == teacher
    assert second.teacher is not None
    assert RoleGrant.objects.filter(role=Role.CLASS_TEACHER, unit=here).count() == 2
    assert AuditEntry.objects.filter(verb="organisation.assign_class_teacher").count() == 2
    assert staffing_of(SYSTEM, EVERY, NOW).choices == []


def test_only_one_kind_of_proposals_is_carried_out_when_asked(here):
    teacher_of(here, is_learner=False)
    filled(here, 30, number=1)
    left = filled(here, 30, number=2)
    mark = staffing_of(SYSTEM, EVERY, NOW).mark
    assert staff_classes(actor=SYSTEM, groups=EVERY, as_shown=mark, kind="appointed", now=NOW) == 1
    assert list(ClassGroup.objects.filter(teacher=None)) == [left]


def test_a_plan_that_no_longer_holds_is_not_carried_out(here):
    group = filled(here, 3)
    mark = staffing_of(SYSTEM, EVERY, NOW).mark
    assign_class_teacher(actor=SYSTEM, class_id=group.pk, teacher=make_person(unit=here), now=NOW)
    with pytest.raises(StaffingHasChanged):
        staff_classes(actor=SYSTEM, groups=EVERY, as_shown=mark, now=NOW)


def test_an_administrator_finds_teachers_among_her_own_people_only(here, district):
    wu = make_person(unit=here, is_learner=False)
    grant(wu, Role.UNIT_ADMINISTRATOR, unit=here)
    teacher_of(district, is_learner=False)
    group, next_door = filled(here, 3), filled(make_unit("邻镇", under=district), 3)
    scope = Scope.of(wu, NOW)
    assert proposed(EVERY.filter(pk=group.pk), scope, colleagues=False) == {group: None}
    mark = staffing_of(scope, EVERY.filter(pk=next_door.pk), NOW).mark
    with pytest.raises(OutOfScope):
        staff_classes(actor=scope, groups=EVERY.filter(pk=next_door.pk), as_shown=mark, now=NOW)


def test_where_deputy_chiefs_do_not_suffice_chiefs_and_clerks_follow_in_their_order(here, district):
    next_door = make_unit("邻镇", under=district)
    groups = [filled(unit, 0, number=number) for unit in (here, next_door) for number in (1, 2, 3)]
    clerk, head, chief, deputy = (make_person(unit=here, post_level=level) for level in ("150", "130", "141", "142"))
    deputies = [make_person(unit=next_door, post_level="142") for _ in range(4)]
    assert [proposed().get(group) for group in groups] == [deputy, chief, clerk, *deputies[:3]]
    teaching = filled(here, 0, number=4, teacher=clerk)
    assert [proposed().get(group) for group in groups[:3]] == [deputy, chief, head]
    assert teaching not in proposed()


def test_whoever_is_appointed_and_gets_a_class_is_not_asked_as_a_colleague_too(here):
    teacher = teacher_of(here, post_level="142")
    other = make_person(unit=here, post_level="142", staff_number="Z1")
    first, second = filled(here, 40, number=1), filled(here, 3, number=2)
    assert proposed() == {first: teacher, second: other}


def test_many_places_are_planned_as_few_are(here, district, monkeypatch):
    teacher_of(here, is_learner=False)
    teacher_of(make_unit("远镇", under=district), is_learner=False)
    for number in (1, 2):
        filled(here, 30, number=number)
    plan = staffing_of(SYSTEM, EVERY, NOW)
    monkeypatch.setattr(staffing, "FEW", 0)
    assert staffing_of(SYSTEM, EVERY, NOW) == plan
    assert [each.kind for each in plan.choices] == ["appointed", "colleague"]


def test_the_plan_costs_the_same_for_few_and_for_many(here, district, django_assert_num_queries):
    def plan(number):
        with django_assert_num_queries(number):
            staffing_of(SYSTEM, EVERY, NOW)

    teacher_of(here)
    filled(here, 38, number=1)
    filled(here, 38, number=2)
    plan(6)
    for number in range(3):
        filled(make_unit(f"镇{number}", under=district), 3)
    plan(6)
