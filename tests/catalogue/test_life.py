"""A course's life: which change leads where, what each leaves behind, and what happens at the stated minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.factories.catalogue import make_course, make_draft, make_opinion
from tests.factories.learning import make_progress
from tests.factories.organisation import make_person

from yuanjiao.catalogue import lifecycle
from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.actions.moving import move
from yuanjiao.catalogue.models import Course, CourseMove, CourseState
from yuanjiao.catalogue.public import bar_of, may_study
from yuanjiao.kernel.acts import detail_of
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.learning.models import CourseProgress
from yuanjiao.learning.public import going_on

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LAST_DAY = date(2026, 3, 31)
MIDNIGHT = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
"""The end of the last day in Chongqing."""


@pytest.fixture
def editor():
    return make_person("编辑示例")


@pytest.fixture
def course():
    return make_course(lessons=1, summary="示例")


def retiring(course, editor):
    return catalogue.announce_retirement(actor=editor, course=course, reason="更新", last_day=LAST_DAY, now=NOW)


def test_every_state_can_be_left_and_leads_only_to_states():
    assert set(lifecycle.AHEAD) == set(CourseState)
    assert all(ahead and state not in ahead for state, ahead in lifecycle.AHEAD.items())


@pytest.mark.parametrize("state", CourseState)
def test_a_change_that_leads_nowhere_from_its_state_is_refused_and_changes_nothing(editor, state):
    course = make_course(state=state, published_at=NOW)
    for to in set(CourseState) - lifecycle.AHEAD[state] - {state}:
        with pytest.raises(catalogue.MoveNotPossible):
            move(actor=editor, course=course, to=to, now=NOW, due_at=MIDNIGHT)
    assert Course.objects.get().state == state
    assert not CourseMove.objects.exists()


def test_a_change_says_who_when_and_why_in_its_history_and_in_the_audit_trail(editor, course):
    catalogue.retire_course(actor=editor, course=course, reason="内容已过时", now=NOW)
    made = CourseMove.objects.get()
    assert (made.from_state, made.to_state, made.at, made.actor, made.reason) == (
        "published", "retired", NOW, editor, "内容已过时",
    )  # fmt: skip
    assert AuditEntry.objects.get().detail == {"title": course.title, "from": "published", "reason": "内容已过时"}


def test_a_retiring_course_stays_open_to_those_in_the_middle_and_is_closed_to_newcomers(editor, course):
    learner, newcomer, done = make_person(), make_person(), make_person()
    make_progress(learner, course)
    make_progress(done, course, completed_at=NOW)
    course = retiring(course, editor)
    assert course.due_at == MIDNIGHT
    assert [may_study(each, course, NOW) for each in (learner, newcomer, done)] == [True, False, False]
    assert "即将下线" in bar_of(newcomer, course, NOW)


def test_when_the_last_day_is_over_it_is_closed_even_before_the_worker_comes(editor, course):
    learner = make_person()
    make_progress(learner, course)
    course = retiring(course, editor)
    before, after = MIDNIGHT - timedelta(seconds=1), MIDNIGHT
    assert [may_study(learner, course, at) for at in (before, after)] == [True, False]


def test_home_still_goes_on_with_a_retiring_course(editor, course):
    learner = make_person()
    make_progress(learner, course)
    retiring(course, editor)
    found = going_on(learner.pk, NOW)
    assert found is not None
    assert found.lesson.course_id == course.pk


def test_a_retiring_course_leaves_the_shelf(editor, course):
    retiring(course, editor)
    assert catalogue.newest() == []


def test_a_retirement_is_taken_back_before_the_day_and_the_course_is_as_old_as_before(editor, course):
    since = course.published_at
    course = catalogue.keep_online(actor=editor, course=retiring(course, editor), reason="续约了", now=NOW)
    assert (course.state, course.due_at, course.retired_reason, course.published_at) == ("published", None, "", since)


def test_the_last_day_is_not_in_the_past(editor, course):
    with pytest.raises(catalogue.MomentPassed):
        catalogue.announce_retirement(actor=editor, course=course, reason="x", last_day=date(2026, 3, 1), now=NOW)


def test_progress_is_never_touched(editor, course):
    progress = make_progress(make_person(), course)
    before = CourseProgress.objects.values().get()
    catalogue.retire_course(actor=editor, course=retiring(course, editor), reason="更新", now=NOW)
    assert CourseProgress.objects.values().get(pk=progress.pk) == before


def test_at_the_stated_minute_retiring_courses_go_and_scheduled_ones_come(editor, course):
    retiring(course, editor)
    coming = make_draft(summary="示例")
    coming.lessons.add(course.lessons.get())
    make_opinion(coming, make_person())
    catalogue.schedule_course(actor=editor, course=coming, at=MIDNIGHT, now=NOW)
    assert catalogue.move_due_courses(now=MIDNIGHT - timedelta(seconds=1)) == 0
    course.lessons.create(title="一", position=9)
    assert catalogue.move_due_courses(now=MIDNIGHT) == 2
    assert dict(Course.objects.values_list("pk", "state")) == {course.pk: "retired", coming.pk: "published"}
    assert catalogue.move_due_courses(now=MIDNIGHT) == 0
    assert CourseMove.objects.filter(at=MIDNIGHT, actor=None).count() == 2


def test_a_scheduled_course_that_lacks_something_by_then_goes_back_to_its_audit_and_says_what_in_the_readers_language():
    coming = make_course(state="scheduled", due_at=NOW, published_at=None)
    catalogue.move_due_courses(now=NOW)
    coming.refresh_from_db()
    assert coming.state == "audit"
    change = coming.moves.get()
    assert (change.reason, change.why.startswith("到时没有上线：还没有讲次")) == ("", True)
    with override("en"):
        assert change.why.startswith("Did not go online when the time came: There are no lessons yet.")
        entry = AuditEntry.objects.get()
        lacking = detail_of(entry.verb, "lacked")
        assert lacking.say(entry.detail["lacked"]).startswith("There are no lessons yet.")


def test_a_schedule_is_taken_back_to_where_the_course_was(editor):
    draft = make_draft(summary="示例")
    draft.lessons.add(make_course(lessons=1).lessons.get())
    make_opinion(draft, make_person())
    catalogue.schedule_course(actor=editor, course=draft, at=MIDNIGHT, now=NOW)
    assert catalogue.unschedule_course(actor=editor, course=draft, reason="再看看", now=NOW).state == "draft"


def test_a_course_is_not_scheduled_for_the_past(editor, course):
    with pytest.raises(catalogue.MomentPassed):
        catalogue.schedule_course(actor=editor, course=course, at=NOW, now=NOW)


def test_a_course_that_went_online_by_itself_says_why_in_the_readers_language():
    move(actor=None, course=make_course(state="scheduled"), to=CourseState.PUBLISHED, now=NOW)
    change = CourseMove.objects.get()
    assert (change.reason, change.why) == ("", "到了定好的上线时间")
    with override("en"):
        assert change.why == "The time set for it had come"


@pytest.mark.parametrize("fields", [{"state": "retiring", "due_at": None}, {"state": "published", "due_at": NOW}])
def test_the_database_holds_that_timed_states_and_they_alone_have_their_minute(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_course(**fields)
