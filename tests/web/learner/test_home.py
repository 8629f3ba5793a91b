"""The learner's home: what it shows, and how little it asks of the database."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.catalogue import make_course
from tests.factories.credits import earn, enrol
from tests.factories.organisation import make_class, make_person, make_unit
from tests.factories.outreach import make_notice, make_recommendation, run_campaign

from yuanjiao.catalogue import shelf
from yuanjiao.learning import coverage
from yuanjiao.learning.models import CourseProgress, Watch
from yuanjiao.organisation.models import Person
from yuanjiao.web.learner import boards
from yuanjiao.web.shell import assets

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8
MOST_BYTES = 150 * 1024


@pytest.fixture(autouse=True)
def fresh_boards():
    boards.forget()


@pytest.fixture
def lin():
    unit = make_unit("示例镇", under=make_unit("示例区", under=make_unit()))
    lin, zhou = make_person("林示例", unit=unit), make_person("周示例", unit=unit)
    make_class(unit, lin, teacher=zhou)
    enrol(lin, zhou, at=timezone.now())
    return lin


def watch_half(lin, course, lesson):
    now = timezone.now()
    CourseProgress.objects.create(
        learner_id=lin.pk, course=course, started_at=now, last_lesson_id=lesson.pk, last_at=now
    )
    Watch.objects.create(
        learner_id=lin.pk,
        lesson_id=lesson.pk,
        course_id=course.pk,
        duration_ms=lesson.duration_ms,
        covered_ms=300_000,
        coverage=coverage.pack([(0, 300_000)]),
    )


def this_week():
    """The times of a push that runs now."""
    now = timezone.now()
    return {"now": now, "starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=6)}


def page_of(client, person):
    client.force_login(person)
    return client.get("/").content.decode()


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(client):
    assert client.get("/").headers["Location"] == "/account/login/?next=/"


def test_a_new_learner_sees_what_is_due_and_what_to_do(client, lin):
    page = page_of(client, lin)
    assert "今年还没有开始" in page
    assert "还没有开始的课程" in page
    assert "没有通知" in page


def test_her_credits_are_upper_left(client, lin):
    earn(lin, 2200, category="required", at=timezone.now())
    earn(lin, 1650, at=timezone.now())
    page = page_of(client, lin)
    assert "<strong>38.5</strong>" in page
    assert "22 / 30" in page
    assert page.index("我的学分") < page.index("重点推送") < page.index("学分排名")


def test_whoever_has_met_the_year_is_told_so(client, lin):
    earn(lin, 5000, category="required", at=timezone.now())
    assert "本年度学分已达标" in page_of(client, lin)


def test_she_goes_on_where_she_stopped(client, lin):
    course = make_course("环境保护", lessons=3, minutes=10)
    second = course.lessons.get(position=2)
    watch_half(lin, course, second)
    page = page_of(client, lin)
    assert f'href="/learn/lessons/{second.pk}/"' in page
    assert "第 2 讲，共 3 讲" in page
    assert "已核实 5 分 0 秒，还差 4 分 30 秒" in page


def test_a_finished_lesson_leads_to_the_next(client, lin):
    course = make_course("环境保护", lessons=3, minutes=10)
    first, second = course.lessons.filter(position__lte=2)
    watch_half(lin, course, first)
    Watch.objects.update(completed_at_ms=1)
    assert f'href="/learn/lessons/{second.pk}/"' in page_of(client, lin)


def test_what_is_meant_for_her_says_why(client, lin):
    make_course("基层工作", post_levels=[lin.post_level])
    page = page_of(client, lin)
    assert "基层工作" in page
    assert re.search(r'class="reason">推给', page)


def test_a_course_for_her_post_comes_before_one_for_everybody_and_says_so(client, lin):
    Person.objects.filter(pk=lin.pk).update(position="民政办主任、党委委员")
    make_course("给民政办主任", positions=["民政办主任"], published_at=timezone.now() - timedelta(days=90))
    make_course("给会计", positions=["会计"])
    make_course("给大家")
    page = page_of(client, lin)
    assert page.index("给民政办主任") < page.index("给大家")
    assert "推给民政办主任" in page
    assert "推给会计" not in page


def test_her_class_teacher_is_there(client, lin):
    assert "周示例" in page_of(client, lin)


def test_unread_notices_are_counted_in_the_bar(client, lin):
    make_notice(lin)
    make_notice(lin)
    page = page_of(client, lin)
    assert re.search(r'class="counter">2<', page)


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_asks_the_database_little_and_never_more(client, lin, number, monkeypatch):
    for position in range(number):
        course = make_course(f"课程{position}", lessons=2, published_at=timezone.now() - timedelta(days=position))
        watch_half(lin, course, course.lessons.first())
        make_notice(lin)
        make_recommendation(lin.unit.people.exclude(pk=lin.pk)[0], lin, make_course(f"荐{position}"))
        run_campaign(lin.unit, make_course(f"推{position}"), **this_week())
    client.force_login(lin)
    client.get("/")
    monkeypatch.setattr(shelf, "_kept", None)  # as after a start: nothing is kept yet
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"] for query in asked)


def test_the_rank_card_shows_her_exact_places(client, lin):
    others = [make_person(f"示例{number}", unit=lin.unit) for number in range(8)]
    enrol(*others, at=timezone.now())
    for number, other in enumerate(others):
        earn(other, 1000 + number, at=timezone.now())
    earn(lin, 100, at=timezone.now())
    client.force_login(lin)
    card = client.get("/ranks/card/").content.decode()
    assert "本单位第 9 / 10" in card
    assert card.count("<li") == 6


def test_boards_are_shared_among_readers_of_one_language_only(client, lin):
    earn(lin, 100, at=timezone.now())
    client.force_login(lin)
    client.cookies["django_language"] = "en"
    assert ">People<" in client.get("/ranks/card/").content.decode()
    client.cookies["django_language"] = "zh-hans"
    client.get("/ranks/card/")
    assert {language for _root, _year, language in boards._kept} == {"en", "zh-hans"}


def test_a_phone_shows_no_board_of_people_unless_the_academy_wants_it(client, lin):
    client.force_login(lin)
    card = client.get("/ranks/card/", HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14) Mobile").content.decode()
    assert "本单位第" not in card
    assert "按达标率排" in card


@pytest.mark.skipif(not assets.manifest(), reason="the front end is not built")
def test_the_first_visit_is_light(client, lin):
    make_course("课程", lessons=2)
    page = page_of(client, lin)
    linked = set(re.findall(r'(?:src|href)="(/static/[^"#]+\.(?:css|js|svg))', page))
    made = assets.manifest()
    linked |= {f"/static/dist/{made[name]['file']}" for name in made if "live/start" in name}
    weights = {path: weight(path) for path in linked}
    assert sum(weights.values()) + len(gzip.compress(page.encode())) <= MOST_BYTES, weights
    assert len(weights) + 5 <= 12, "with the page, the manifest, the rank card, the worker and the live stream"


def weight(path):
    inside = path.removeprefix("/static/")
    built = Path(configured.FRONTEND).parent / inside
    return len(gzip.compress(built.read_bytes()))
