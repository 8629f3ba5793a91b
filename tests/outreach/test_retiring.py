"""Those in the middle of a course are told that it goes, or stays; each once, and nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.factories.catalogue import make_course
from tests.factories.learning import make_progress
from tests.factories.organisation import make_person

from yuanjiao.catalogue import public as catalogue
from yuanjiao.outreach.actions import retiring
from yuanjiao.outreach.models import Notice

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def course():
    return make_course("示例课", lessons=1, summary="示例")


@pytest.fixture
def learner(course):
    person = make_person()
    make_progress(person, course)
    make_progress(make_person(), course, completed_at=NOW)
    make_progress(make_person(), make_course("别的课"))
    return person


def announce(course):
    return catalogue.announce_retirement(
        actor=None, course=course, reason="授权到期", last_day=date(2026, 3, 31), now=NOW
    )


def test_the_notice_says_until_when_and_why_and_leads_to_the_course(course, learner):
    announce(course)
    assert retiring.tell_everybody(course.moves.get()) == 1
    notice = Notice.objects.get()
    assert notice.person == learner
    assert notice.title == "课程“示例课”即将下线，请在 3 月 31 日前学完"
    assert notice.body.startswith("原因：授权到期。您已经在学，可以学到那天结束")
    assert notice.link == f"/courses/{course.pk}/"


def test_told_again_by_a_second_worker_nobody_has_two(course, learner, monkeypatch):
    monkeypatch.setattr(retiring, "PEOPLE_AT_ONCE", 1)
    make_progress(make_person(), course)
    announce(course)
    assert [retiring.tell_everybody(course.moves.get()) for _ in range(2)] == [2, 0]


def test_a_retirement_taken_back_and_one_at_once_are_told_too(course, learner):
    catalogue.keep_online(actor=None, course=announce(course), reason="续约了", now=NOW)
    catalogue.retire_course(actor=None, course=course, reason="内容有误", now=NOW)
    for move in course.moves.order_by("pk"):
        retiring.tell_everybody(move)
    titles = [title.split("”")[1] for title in Notice.objects.order_by("pk").values_list("title", flat=True)]
    assert titles == ["即将下线，请在 3 月 31 日前学完", "继续开放", "已下线"]


def test_the_worker_is_asked_only_where_somebody_is_in_the_middle(course, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        announce(course)
    assert not Notice.objects.exists()


def test_telling_is_the_workers_business_after_the_commit(course, learner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        announce(course)
    assert Notice.objects.count() == 1
