"""Many classes at once are the worker's business, within what whoever asked may do when it is done."""

from __future__ import annotations

import pytest
from tests.factories.organisation import NOW, grant, make_class, make_person, make_unit

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.organisation.actions import class_work
from yuanjiao.organisation.models import ClassGroup, Role, RoleGrant
from yuanjiao.organisation.public import (
    Scope,
    form_classes_below,
    staff_classes,
    staffing_of,
)

EVERY = ClassGroup.objects.all()


@pytest.fixture
def district(db, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(class_work, "PEOPLE_WHILE_ASKED", 2)
    monkeypatch.setattr(class_work, "CLASSES_WHILE_ASKED", 1)
    monkeypatch.setattr(class_work, "CLASSES_AT_ONCE", 1)
    return make_unit("本区", under=make_unit("示例市"))


@pytest.fixture
def wu(district):
    person = make_person("吴管理", unit=district, is_learner=False)
    grant(person, Role.UNIT_ADMINISTRATOR, unit=district)
    return person


def of_two_units(district, wu):
    """Three learners without a class in two units, and the job that forms their classes."""
    for name, number in (("甲镇", 2), ("乙镇", 1)):
        unit = make_unit(name, under=district)
        for _person in range(number):
            make_person(unit=unit)
    return form_classes_below(actor=Scope.of(wu, NOW), top=district, now=NOW)


def plan_of(wu):
    return staffing_of(Scope.of(wu, NOW), EVERY, NOW).mark


def three_classes(district):
    for number in range(3):
        unit = make_unit(f"镇{number}", under=district)
        make_class(unit, make_person(unit=unit))
        make_person(unit=unit, is_learner=False)


def done(job):
    jobs.run_here(job.pk)
    return BackgroundJob.objects.get(pk=job.pk)


def test_few_learners_get_their_classes_at_once(district, wu):
    make_person(unit=district)
    formed = form_classes_below(actor=Scope.of(wu, NOW), top=district, now=NOW)
    assert [each.placed for each in formed] == [1]


def test_many_learners_get_their_classes_from_the_worker(district, wu):
    job = of_two_units(district, wu)
    assert not ClassGroup.objects.exists()
    told: list[tuple[int, int]] = []
    jobs.run_here(job.pk, lambda done, whole: told.append((done, whole)))
    job.refresh_from_db()
    assert (job.state, told) == (JobState.DONE, [(2, 3), (3, 3)])
    assert job.message == "已为 3 名学员编班，新开 2 个班。其中 2 个班还没有班主任，请配好。"


def test_forming_ends_with_the_reason_when_the_role_was_taken_back(district, wu):
    job = of_two_units(district, wu)
    RoleGrant.objects.update(ended_at=NOW)
    assert (done(job).state, done(job).message) == (JobState.FAILED, "这超出了您的管理范围。")
    assert not ClassGroup.objects.exists()


def test_many_classes_get_the_teachers_that_were_shown_from_the_worker(district, wu):
    three_classes(district)
    shown = {each.group.number: each.teacher for each in staffing_of(Scope.of(wu, NOW), EVERY, NOW).choices}
    job = staff_classes(actor=Scope.of(wu, NOW), groups=EVERY, as_shown=plan_of(wu), now=NOW)
    assert not EVERY.exclude(teacher=None).exists()
    assert done(job).message == "3 个班有了班主任。"
    assert dict(EVERY.values_list("pk", "teacher_id")) == shown
    assert RoleGrant.objects.filter(role=Role.CLASS_TEACHER).count() == 3


def test_who_has_left_meanwhile_and_what_has_a_teacher_meanwhile_is_passed_over(district, wu):
    three_classes(district)
    job = staff_classes(actor=Scope.of(wu, NOW), groups=EVERY, as_shown=plan_of(wu), now=NOW)
    first, second, _third = EVERY.order_by("unit__path")
    type(wu).objects.filter(unit=first.unit, is_learner=False).update(is_active=False)
    EVERY.filter(pk=second.pk).update(teacher=wu)
    assert done(job).message == "1 个班有了班主任。"
    second.refresh_from_db()
    assert second.teacher == wu
    assert EVERY.get(pk=first.pk).teacher is None


def test_staffing_twice_changes_nothing_more(district, wu):
    three_classes(district)
    job = staff_classes(actor=Scope.of(wu, NOW), groups=EVERY, as_shown=plan_of(wu), now=NOW)
    done(job)
    BackgroundJob.objects.update(state=JobState.RUNNING, finished_at=None)
    assert done(job).message == "0 个班有了班主任。"
    assert RoleGrant.objects.filter(role=Role.CLASS_TEACHER).count() == 3
