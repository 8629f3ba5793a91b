"""The catalogue, course pages, shared resources, recommendations and share links."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.catalogue import make_course, make_draft, make_quiz, make_university
from tests.factories.organisation import make_person, make_unit
from tests.web.sheets import column

from yuanjiao.catalogue.actions.search import rebuild_search
from yuanjiao.catalogue.models import SourceKind
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.learning.models import Activity, CourseLike, CourseProgress, Rating
from yuanjiao.outreach.models import Notice, Recommendation

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def lin():
    return make_person("林示例", unit=make_unit(), position="科员")


@pytest.fixture
def page(lin):
    client = Client()
    client.force_login(lin)
    return client


@pytest.mark.parametrize("name", ["catalogue", "course_suggest", "shared", "board", "notices", "colleagues"])
def test_nobody_sees_the_lists_without_signing_in(client, name):
    assert client.get(reverse(f"learner:{name}")).status_code == 302


@pytest.mark.parametrize("name", ["course", "recommend"])
def test_nobody_sees_a_course_without_signing_in(client, name):
    assert client.get(reverse(f"learner:{name}", args=[make_course().pk])).status_code == 302


def test_the_catalogue_works(page):
    make_course("环境保护", lessons=1)
    answer = page.get("/courses/")
    assert answer.status_code == 200
    assert "环境保护" in answer.content.decode()


def test_the_choice_stays_in_the_address(page):
    make_course("环境保护")
    make_course("公开课", source_kind=SourceKind.SHARED_OPEN, university=make_university())
    shown = page.get("/courses/?source=shared_open&order=rated").context
    assert [course.title for course in shown["browsed"].courses] == ["公开课"]
    assert shown["browsed"].order == "rated"


@pytest.mark.parametrize(
    "words", ["page=999999", "page=x", "order=no", "topic=x", "lecturer=%00", "q=%22%27", "level=9&mine=no"]
)
def test_no_address_breaks_the_catalogue(page, words):
    make_course()
    assert page.get(f"/courses/?{words}").status_code == 200


def test_the_catalogue_comes_as_excel_by_the_same_choice_and_is_no_search(page):
    make_course("环境保护")
    make_course("公开课", source_kind=SourceKind.SHARED_OPEN, university=make_university("示例大学"))
    make_draft("草稿")
    list(rebuild_search())
    file = page.get("/courses/?source=shared_open&export=excel")
    assert (column(file, "课程"), column(file, "高校")) == (["公开课"], ["示例大学"])
    assert sorted(column(page.get("/courses/?export=excel"), "课程")) == ["公开课", "环境保护"]
    page.get("/courses/?q=环境&export=excel")
    assert not Activity.objects.filter(kind="search").exists()


def test_a_search_is_recorded_with_what_it_found(page, lin):
    make_course("环境保护")
    list(rebuild_search())
    page.get("/courses/?q=环境")
    page.get("/courses/?q=量子")
    assert list(Activity.objects.order_by("id").values_list("words", "results", "learner_id")) == [
        ("环境", 1, lin.pk),
        ("量子", 0, lin.pk),
    ]


@pytest.mark.parametrize("number", [1, 20])
def test_the_catalogue_costs_constant_queries(page, number, django_assert_max_num_queries):
    for at in range(number):
        make_course(f"课程{at}")
    with django_assert_max_num_queries(14):
        page.get("/courses/")


def test_suggestions_come_while_typing(page):
    make_course("环境保护")
    list(rebuild_search())
    assert "环境保护" in page.get("/courses/suggest/?q=hjb").content.decode()
    assert "环境保护" in page.get("/courses/suggest/?q=%00hjb").content.decode()
    assert not Activity.objects.exists()


def test_a_course_page_works_and_counts_the_click(page, lin):
    course = make_course("环境保护", lessons=2)
    make_quiz(course)
    answer = page.get(f"/courses/{course.pk}/")
    course.refresh_from_db()
    assert (answer.status_code, course.click_count) == (200, 1)
    assert answer.context["page"].missing_ms == 2 * 570_000


def test_a_draft_has_no_page(page):
    assert page.get(f"/courses/{make_draft().pk}/").status_code == 404


def test_a_retired_course_says_so_and_offers_nothing_to_play(page):
    course = make_course(lessons=1, state="retired", retired_reason="内容已过时")
    text = page.get(f"/courses/{course.pk}/").content.decode()
    assert "内容已过时" in text
    assert "开始学习" not in text


def test_a_licence_shows_the_course_and_says_who_may_study_it(page):
    course = make_course(lessons=1, unit_kinds=["township"], licence_bars_others=True)
    text = page.get(f"/courses/{course.pk}/").content.decode()
    assert "授权只限：乡镇街道岗位" in text
    assert "开始学习" not in text


@pytest.mark.parametrize("number", [1, 12])
def test_a_course_page_costs_constant_queries(page, number, django_assert_max_num_queries):
    course = make_course(lessons=number)
    with django_assert_max_num_queries(26):
        page.get(f"/courses/{course.pk}/")


def test_a_like_answers_with_the_button_alone(page, lin):
    course = make_course()
    answer = page.post(f"/courses/{course.pk}/like/", headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in answer.content.decode()
    assert CourseLike.objects.get().learner_id == lin.pk


def test_rating_comes_after_completion(page, lin):
    course = make_course()
    refused = page.post(f"/courses/{course.pk}/rate/", {"stars": 5, "comment": "很好"})
    CourseProgress.objects.create(learner_id=lin.pk, course=course, started_at=NOW, last_at=NOW, completed_at=NOW)
    page.post(f"/courses/{course.pk}/rate/", {"stars": 4, "comment": "很好"})
    assert (refused.status_code, Rating.objects.get().stars) == (422, 4)


def test_what_was_typed_stays_when_a_message_is_refused(page):
    course = make_course()
    answer = page.post(f"/courses/{course.pk}/messages/", {"text": "长" * 1001})
    assert answer.status_code == 422
    assert "长" * 1001 in answer.content.decode()


def test_a_message_appears_on_the_board(page):
    course = make_course()
    page.post(f"/courses/{course.pk}/messages/", {"text": "讲得清楚"})
    assert "讲得清楚" in page.get(f"/courses/{course.pk}/").content.decode()


def test_a_colleague_is_recommended_a_course(page, lin):
    zhou = make_person("周示例", unit=lin.unit, initials="zsl")
    course = make_course("环境保护")
    assert "周示例" in page.get("/colleagues/?q=zs").content.decode()
    assert "周示例" in page.get("/colleagues/?q=zs%00").content.decode()
    answer = page.post(f"/courses/{course.pk}/recommend/", {"receiver": zhou.pk, "words": "值得一看"})
    assert answer.status_code == 302
    assert Recommendation.objects.get().receiver == zhou
    assert Notice.objects.get(person=zhou).link == f"/courses/{course.pk}/"


def test_without_a_colleague_the_words_stay(page):
    answer = page.post(f"/courses/{make_course().pk}/recommend/", {"words": "值得一看", "q": "周"})
    assert answer.status_code == 422
    assert "值得一看" in answer.content.decode()


def test_anyone_may_open_a_share_link_but_sees_no_more_than_the_summary(client):
    course = make_course("环境保护", summary="讲环境", lessons=1)
    text = client.get(f"/s/{course.key}/").content.decode()
    assert "讲环境" in text
    assert "第1讲" not in text
    assert f"next=/courses/{course.pk}/" in text


def test_a_draft_has_no_share_link(client):
    assert client.get(f"/s/{make_draft().key}/").status_code == 404


def test_the_share_code_is_a_picture(client):
    answer = client.get(f"/s/{make_course().key}/code.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"


def test_open_courses_are_shown_by_university(page):
    make_course(source_kind=SourceKind.SHARED_OPEN, university=make_university("甲大学"))
    assert "甲大学" in page.get("/shared/").content.decode()


@pytest.mark.parametrize("address", ["/courses/", "/shared/", "/board/", "/notices/"])
def test_empty_pages_say_what_to_do(page, address):
    assert page.get(address).status_code == 200


def test_where_recommendations_are_closed_the_share_link_stays(page):
    PolicyVersion.objects.create(kind="recommendations", number=1, valid_from=NOW, body={"channels": []})
    course = make_course()
    text = page.get(f"/courses/{course.pk}/recommend/").content.decode()
    assert f"/s/{course.key}/" in text
    assert "colleague-words" not in text


def test_where_boards_are_closed_on_phones_the_desk_still_has_them(page):
    PolicyVersion.objects.create(kind="boards", number=1, valid_from=NOW, body={"channels": ["desktop"]})
    phone = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile"}
    course = make_course()
    found = ['id="board"' in page.get(f"/courses/{course.pk}/", headers=way).content.decode() for way in ({}, phone)]
    assert found == [True, False]
