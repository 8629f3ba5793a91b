"""Many courses at once: seen in numbers first, moved by one job, undone as one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.catalogue import make_course, make_draft, make_opinion, make_topic
from tests.factories.kernel import make_job
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.actions import batches
from yuanjiao.catalogue.models import BatchAct, Course, CourseBatch, CourseMove
from yuanjiao.catalogue.public import AuditRules, plan_batch
from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import JobState
from yuanjiao.organisation.models import Role, RoleGrant

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def city():
    return make_unit("示例市")


@pytest.fixture
def editor(city):
    person = make_person("编辑示例", unit=city)
    grant(person, Role.COURSE_EDITOR, city)
    return person


def do(editor, act, courses, reason="更新内容", at=None):
    """The batch and its job, which tests run at once."""
    batch, job = catalogue.start_batch(
        actor=editor, act=act, course_ids=[course.pk for course in courses], reason=reason, at=at, now=NOW
    )
    batch.refresh_from_db()
    job.refresh_from_db()
    return batch, job


def undo(editor, batch):
    job = catalogue.undo_batch(actor=editor, batch=batch, now=timezone.now())
    job.refresh_from_db()
    return job.message


def at_work(editor, act, courses):
    """A batch whose job is just being taken up."""
    course_ids = [course.pk for course in courses]
    batch = CourseBatch.objects.create(act=act, course_ids=course_ids, reason="更新", started_by=editor, started_at=NOW)
    job = make_job(editor, arguments={"batch": batch.pk}, state=JobState.RUNNING, finished_at=None)
    return batch, jobs.Running(job)


def states():
    return list(Course.objects.order_by("pk").values_list("state", flat=True))


def test_the_plan_says_what_will_change_of_which_topic_and_what_cannot_and_why():
    online = [make_course(f"课{number}", topic=make_topic("生态")) for number in range(2)]
    make_course("草稿", state="draft", topic=make_topic("党史"))
    plan = plan_batch(BatchAct.RETIRE, Course.objects.all(), AuditRules())
    assert (plan.will, plan.topics) == (online, [("生态", 2)])
    assert [(line.course.title, line.hindrance) for line in plan.cannot] == [("草稿", "现在是“草稿”。")]


def test_the_plan_of_going_online_names_everything_that_is_missing():
    make_draft(summary="示例")
    line = plan_batch(BatchAct.PUBLISH, Course.objects.all(), AuditRules()).cannot[0]
    assert line.hindrance == "还没有讲次。请先添加至少一讲。 还差 1 名审核人五项全部通过（规定 1 名）。"


def test_a_plan_of_retiring_costs_the_same_for_one_course_and_for_many():
    def cost():
        with CaptureQueriesContext(connection) as queries:
            plan_batch(BatchAct.RETIRE, Course.objects.all(), AuditRules())
        return len(queries)

    make_course(lessons=1)
    few = cost()
    for number in range(5):
        make_course(f"课{number}", lessons=2)
    assert cost() == few


def test_one_job_moves_them_all_and_says_which_it_could_not(editor):
    first, draft, last = make_course("一"), make_draft(), make_course("二")
    batch, job = do(editor, BatchAct.RETIRE_NOW, [first, draft, last])
    assert job.message == "2 门已变更，1 门没有变更。"
    assert states() == ["retired", "draft", "retired"]
    assert batch.refused == [{"course": draft.pk, "sentence": "这门课程不在线，不需要下线。"}]
    assert batch.finished_at is not None
    assert set(CourseMove.objects.values_list("actor", "reason", "batch")) == {(editor.pk, "更新内容", batch.pk)}


def test_a_job_done_again_moves_nothing_twice(editor):
    _batch, running = at_work(editor, BatchAct.RETIRE_NOW, [make_course()])
    assert [batches.run_batch(running) for _ in range(2)] == ["1 门已变更。", "1 门已变更。"]
    assert CourseMove.objects.count() == 1


def test_every_act_does_what_it_says(editor):
    at = timezone.now() + timedelta(days=3)
    coming = make_draft(summary="示例")
    coming.lessons.add(make_course(lessons=1).lessons.get())
    for act, course, state in (
        (BatchAct.SUBMIT, coming, "audit"),
        (BatchAct.RETIRE, make_course(), "retiring"),
        (BatchAct.KEEP, make_course(state="retiring"), "published"),
    ):
        do(editor, act, [course], at=at)
        course.refresh_from_db()
        assert (act, course.state) == (act, state)
    make_opinion(coming, make_person())
    do(editor, BatchAct.SCHEDULE, [coming], at=at)
    coming.refresh_from_db()
    assert (coming.state, coming.due_at) == ("scheduled", at)
    do(editor, BatchAct.PUBLISH, [coming])
    coming.refresh_from_db()
    assert coming.state == "published"


def test_a_batch_is_undone_as_one_but_for_what_moved_on_since(editor):
    back, moved_on = make_course("一", lessons=1, summary="示例"), make_course("二", lessons=1, summary="示例")
    batch, _job = do(editor, BatchAct.RETIRE_NOW, [back, moved_on])
    catalogue.publish_course(actor=editor, course=moved_on, now=timezone.now())
    assert undo(editor, batch) == "1 门已变更，1 门没有变更。"
    assert states() == ["published", "published"]
    assert list(back.moves.values_list("void", flat=True)) == [True, True]
    with pytest.raises(catalogue.NotUndoable):
        undo(editor, batch)


def test_undone_a_retirement_at_once_the_last_day_that_was_set_holds_again(editor):
    course = make_course(lessons=1)
    at = timezone.now() + timedelta(days=3)
    do(editor, BatchAct.RETIRE, [course], at=at)
    course.refresh_from_db()
    last_day = course.due_at
    batch, _job = do(editor, BatchAct.RETIRE_NOW, [course])
    assert undo(editor, batch) == "1 门已变更。"
    course.refresh_from_db()
    assert (course.state, course.due_at) == ("retiring", last_day)


def test_undone_before_anybody_began_it_a_course_is_under_audit_again_with_its_opinions(editor):
    course = make_draft(summary="示例")
    course.lessons.add(make_course(lessons=1).lessons.get())
    do(editor, BatchAct.SUBMIT, [course])
    course.refresh_from_db()
    make_opinion(course, make_person())
    batch, _job = do(editor, BatchAct.PUBLISH, [course])
    undo(editor, batch)
    do(editor, BatchAct.PUBLISH, [course])
    course.refresh_from_db()
    assert course.state == "published"


def test_what_has_come_online_is_not_undone_once_somebody_has_begun_it(editor):
    course = make_draft(summary="示例")
    course.lessons.add(make_course(lessons=1).lessons.get())
    make_opinion(course, make_person())
    batch, _job = do(editor, BatchAct.PUBLISH, [course])
    Course.objects.filter(pk=course.pk).update(start_count=1)
    assert undo(editor, batch) == "0 门已变更，1 门没有变更。"


def test_whoever_lost_her_role_in_between_moves_nothing(editor):
    batch, running = at_work(editor, BatchAct.RETIRE_NOW, [make_course()])
    RoleGrant.objects.filter(person=editor).update(ended_at=timezone.now())
    batches.run_batch(running)
    assert states() == ["published"]
    batch.refresh_from_db()
    assert batch.refused[0]["sentence"] == "不在您的管理范围内。"


def test_what_was_done_before_it_was_cancelled_can_be_undone(editor, monkeypatch):
    batch, running = at_work(editor, BatchAct.RETIRE_NOW, [make_course("一"), make_course("二")])
    monkeypatch.setattr(jobs, "TELL_EVERY_SECONDS", 0)
    jobs.cancel(running.job, now=NOW)
    with pytest.raises(jobs.JobCancelled):
        batches.run_batch(running)
    assert states() == ["retired", "published"]
    undo(editor, batch)
    assert states() == ["published", "published"]


@pytest.mark.parametrize(
    ("act", "reason", "at", "refusal"),
    [
        (BatchAct.RETIRE_NOW, " ", None, catalogue.ReasonMissing),
        (BatchAct.RETIRE, "更新", NOW, catalogue.MomentPassed),
        (BatchAct.SCHEDULE, "", None, catalogue.MomentPassed),
    ],
)
def test_an_act_that_lacks_its_reason_or_its_moment_is_not_begun(editor, act, reason, at, refusal):
    with pytest.raises(refusal):
        do(editor, act, [make_course()], reason, at)


def test_a_batch_without_courses_is_not_begun(editor):
    with pytest.raises(catalogue.TooManyCourses):
        do(editor, BatchAct.PUBLISH, [])
