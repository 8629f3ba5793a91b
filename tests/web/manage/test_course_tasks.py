"""What the desk says of courses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.catalogue import make_course, make_opinion, make_proposal
from tests.factories.library import make_article
from tests.factories.organisation import grant, make_person
from tests.factories.sources import make_wish

from yuanjiao.organisation.models import Role


@pytest.fixture
def editor(world):
    person = make_person("编辑示例", unit=world.here)
    grant(person, Role.COURSE_EDITOR)
    return person


def test_an_editors_desk_names_what_waits_for_her_and_not_what_she_made_or_has_seen(world, as_person, editor):
    waiting, made, seen = (make_course(f"课{place}", state="audit", unit=world.here) for place in range(3))
    made.authors.add(editor)
    make_opinion(seen, editor)
    make_proposal(waiting, make_person())
    make_proposal(made, editor)
    make_course(state="audit", unit=world.next_door)
    tasks = as_person(editor).get("/manage/").context["waiting"]
    assert [task.sentence for task in tasks] == ["审核 1 门课程", "决定 1 项课程建议"]
    found = as_person(editor).get(tasks[0].address).context["page"]
    assert list(found) == [waiting]


def test_an_editor_is_told_of_remarks_on_her_courses_and_led_to_them(world, as_person, editor):
    remarked, passed = (make_course(f"课{place}", state="audit", unit=world.here) for place in range(2))
    for course in (remarked, passed):
        course.authors.add(editor)
    make_opinion(remarked, make_person(), scientific="请注明年份")
    make_opinion(passed, make_person())
    client = as_person(editor)
    (task,) = client.get("/manage/").context["waiting"]
    assert task.sentence == "按审核意见修改 1 门课程"
    assert list(client.get(task.address).context["page"]) == [remarked]


def test_the_academys_editor_is_told_of_wishes_and_of_articles_from_outside(world, as_person):
    academys = make_person(unit=world.city)
    grant(academys, Role.COURSE_EDITOR)
    make_wish(world.lin)
    article = make_article("来稿", state="review", publish_at=None)
    client = as_person(academys)
    wishes, articles = client.get("/manage/").context["waiting"]
    assert (wishes.sentence, articles.sentence) == ("答复 1 个课程愿望", "审 1 篇收来的文章")
    assert len(client.get(wishes.address).context["page"]) == 1
    assert list(client.get(articles.address).context["page"]) == [article]


def test_what_changes_by_itself_within_a_fortnight_is_due_the_nearest_first(world, as_person, editor):
    now = timezone.now()
    for title, state, days in (("去", "retiring", 9), ("来", "scheduled", 3), ("远", "retiring", 90)):
        make_course(title, state=state, due_at=now + timedelta(days=days), unit=world.here)
    tasks = as_person(editor).get("/manage/").context["due"]
    assert [task.sentence for task in tasks] == ["“来”上线", "“去”下线"]


def test_whoever_changes_no_courses_is_not_bothered(world, as_person):
    make_course(state="audit")
    tasks = as_person(world.wu).get("/manage/").context["waiting"]
    assert all("审核" not in task.sentence for task in tasks)
