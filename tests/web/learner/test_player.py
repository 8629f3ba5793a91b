"""The player page, its media addresses, what follows a lesson, and notes."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.catalogue import make_asset, make_course, make_draft, make_lesson, make_quiz
from tests.factories.learning import NOW, make_progress, make_watch, watch_all
from tests.factories.organisation import make_person

from yuanjiao.catalogue.models import CourseState
from yuanjiao.credits.public import Channel
from yuanjiao.learning.models import Note
from yuanjiao.learning.public import mint, settle_with
from yuanjiao.media import paths
from yuanjiao.media.models import AssetKind, AssetState

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def lin():
    return make_person("林示例")


@pytest.fixture
def page(lin):
    client = Client()
    client.force_login(lin)
    return client


@pytest.fixture
def course():
    return make_course("示例课", lessons=3, minutes=10)


def at(name, number):
    return reverse(f"learner:{name}", args=[number])


def config(response):
    found = re.search(r'<script id="player-config" type="application/json">(.*?)</script>', response.content.decode())
    return json.loads(found[1])


def test_the_player_knows_what_is_verified_and_where_to_go_on(page, lin, course):
    lesson = course.lessons.first()
    make_watch(lin, lesson, share=0.5)
    told = config(page.get(at("player", lesson.pk)))
    assert (told["covered"], told["resume"], told["need"], told["duration"]) == ([[0, 300]], 300, 570, 600)
    assert told["addresses"]["watch"] == at("watch", lesson.pk)


@pytest.mark.parametrize(("agent", "channel"), [("Mozilla Mobile", Channel.PHONE), ("Mozilla", Channel.DESKTOP)])
def test_an_opened_lesson_carries_the_channel_it_is_shown_on(page, course, agent, channel):
    opened = page.post(at("watch", course.lessons.first().pk), headers={"user-agent": agent}).json()
    assert mint().claims(opened["token"], 0).channel == channel.number


def test_pages_wait_for_the_newest_rows_in_the_browser_that_watched_alone(page, lin, course):
    settled: list[int] = []
    settle_with(settled.append)
    try:
        page.get("/")
        page.get(at("course", course.pk))
        assert settled == []
        page.post(at("watch", course.lessons.first().pk))
        settled.clear()
        page.get("/")
        page.get(at("course", course.pk))
    finally:
        settle_with(None)
    assert settled == [lin.pk, lin.pk]


def test_a_stranger_is_sent_to_sign_in(client, course):
    for name in ("player", "media_grant", "after_lesson", "notes"):
        response = client.get(at(name, course.lessons.first().pk))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_a_lesson_of_a_draft_is_not_there(page):
    lesson = make_draft(lessons=1).lessons.get()
    assert [page.get(at(name, lesson.pk)).status_code for name in ("player", "media_grant")] == [404, 404]


def test_a_retired_course_plays_no_more_and_says_so(page, course):
    course.state = CourseState.RETIRED
    course.save()
    lesson = course.lessons.first()
    assert page.get(at("media_grant", lesson.pk)).status_code == 403
    response = page.get(at("player", lesson.pk), follow=True)
    assert "已下线" in response.content.decode()


def test_a_grant_opens_the_film_to_this_browser_only(page, course, settings):
    lesson = course.lessons.first()
    response = page.get(at("media_grant", lesson.pk))
    answer = response.json()
    assert answer["expires"] - answer["now"] == paths.LIFETIME_SECONDS
    assert response["Cache-Control"].startswith("max-age=0")
    secret = paths.secret(settings.SECRET_KEY)
    film = answer["base"] + "master.m3u8"
    cookie = response.cookies[paths.COOKIE].value
    assert paths.wanted(film, shared_secret=secret, cookie=cookie, now=answer["now"]).key == lesson.asset.key
    assert paths.wanted(film, shared_secret=secret, cookie="another", now=answer["now"]) is None


def test_a_lesson_without_a_film_says_what_to_do(page, course):
    lesson = make_lesson(course, position=9, asset=None, minutes=0)
    response = page.get(at("player", lesson.pk))
    assert "data-player-video" not in response.content.decode()
    assert page.get(at("media_grant", lesson.pk)).status_code == 404


@pytest.mark.parametrize("state", [AssetState.WAITING, AssetState.PROCESSING, AssetState.FAILED])
def test_a_film_that_is_not_made_yet_has_no_player(page, course, state):
    lesson = make_lesson(course, position=9, asset=make_asset(state=state))
    text = page.get(at("player", lesson.pk)).content.decode()
    assert ("data-player-video" in text, "视频可能还在处理" in text) == (False, True)
    assert page.post(at("watch", lesson.pk)).status_code == 409


def test_documents_among_the_chapters_lead_to_the_reader(page, course):
    asset = make_asset(AssetKind.DOCUMENT)
    document = make_lesson(course, position=9, asset=asset, minutes=0)
    page_text = page.get(at("player", course.lessons.first().pk)).content.decode()
    assert at("document", document.pk) in page_text


def test_a_document_has_its_own_reader(page, course):
    document = make_lesson(course, position=9, asset=make_asset(AssetKind.DOCUMENT), minutes=0)
    assert page.get(at("player", document.pk))["Location"] == at("document", document.pk)


def test_captions_are_offered_once_they_are_ready(page, course):
    lesson = course.lessons.first()
    for state, offered in ((AssetState.PROCESSING, False), (AssetState.READY, True)):
        lesson.captions = make_asset(AssetKind.CAPTIONS, state=state)
        lesson.save()
        assert ("<track" in page.get(at("player", lesson.pk)).content.decode()) is offered
        assert ("captions" in page.get(at("media_grant", lesson.pk)).json()) is offered


def test_after_a_lesson_comes_the_next(page, lin, course):
    first, second, _third = course.lessons.all()
    make_watch(lin, first)
    assert at("player", second.pk) in page.get(at("after_lesson", first.pk)).content.decode()


def test_after_the_last_lesson_comes_what_was_left_out(page, lin, course):
    first, second, third = course.lessons.all()
    make_watch(lin, third)
    make_watch(lin, first)
    assert at("player", second.pk) in page.get(at("after_lesson", third.pk)).content.decode()


def test_after_all_lessons_comes_the_quiz(page, lin, course):
    make_quiz(course)
    watch_all(lin, course)
    assert at("quiz", course.pk) in page.get(at("after_lesson", course.lessons.last().pk)).content.decode()


def test_after_completion_come_the_credit_and_the_rating(page, lin, course):
    for lesson in course.lessons.all():
        make_watch(lin, lesson)
    make_progress(lin, course, completed_at=NOW)
    text = page.get(at("after_lesson", course.lessons.last().pk)).content.decode()
    assert "1 学分" in text
    assert f"{at('course', course.pk)}#rating" in text


def test_the_page_asks_as_often_for_many_lessons_as_for_one(page):
    counts = []
    for lessons in (1, 12):
        lesson = make_course(f"示例课{lessons}", lessons=lessons).lessons.first()
        page.get(at("player", lesson.pk))
        with CaptureQueriesContext(connection) as queries:
            page.get(at("player", lesson.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_note_is_written_at_its_moment(page, lin, course):
    lesson = course.lessons.first()
    response = page.post(at("notes", lesson.pk), {"text": "记一笔", "at_ms": "65000"}, headers=HTMX)
    assert "1:05" in response.content.decode()
    assert [(note.learner_id, note.at_ms, note.text) for note in Note.objects.all()] == [(lin.pk, 65_000, "记一笔")]


@pytest.mark.parametrize(
    "data", [{"text": ""}, {"text": "x" * 2001}, {"text": "x", "at_ms": "-1"}, {"text": "x", "at_ms": "a"}]
)
def test_a_faulty_note_is_not_kept(page, course, data):
    response = page.post(at("notes", course.lessons.first().pk), data, headers=HTMX)
    assert "text-danger" in response.content.decode()
    assert not Note.objects.exists()


def test_a_note_shows_what_was_typed_and_runs_nothing(page, course):
    response = page.post(at("notes", course.lessons.first().pk), {"text": "<script>x</script>"}, headers=HTMX)
    assert "&lt;script&gt;" in response.content.decode()


def test_only_ones_own_notes_can_be_deleted(page, lin, course):
    lesson = course.lessons.first()
    mine = Note.objects.create(learner_id=lin.pk, lesson=lesson, at_ms=0, text="我的", written_at=NOW)
    hers = Note.objects.create(
        learner_id=lin.pk + 1, lesson=lesson, at_ms=0, text="别人的", written_at=NOW + timedelta(1)
    )
    assert [page.post(at("note_delete", note.pk)).status_code for note in (mine, hers)] == [200, 404]
    assert Note.objects.get() == hers
