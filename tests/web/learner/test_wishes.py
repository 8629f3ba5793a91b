"""What learners wish for, as they see it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.catalogue import make_course
from tests.factories.organisation import make_person, make_unit
from tests.factories.sources import make_wish
from tests.web.sheets import column

from yuanjiao.catalogue.models import CourseWish

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin():
    return make_person("林示例", unit=make_unit())


@pytest.fixture
def page(lin, client):
    client.force_login(lin)
    return client


def test_a_search_that_finds_nothing_offers_to_wish_for_it(page):
    shown = page.get("/courses/", {"q": "招投标"}).text
    assert 'action="/courses/wishes/"' in shown
    assert 'value="招投标"' in shown


def test_the_catalogue_offers_it_too(page):
    make_course()
    assert page.get("/courses/").text.count('id="wish-words"') == 1


def test_a_wish_is_kept_and_shown_with_its_votes(page, lin):
    kept = page.post("/courses/wishes/", {"words": "招投标", "why": "下个月要用"}, follow=True)
    assert "“招投标”已记下" in kept.text
    assert "1 人想学" in kept.text
    assert CourseWish.objects.get().votes.get().person == lin


def test_what_is_wrong_is_said_beside_the_words_and_nothing_is_lost(page):
    answer = page.post("/courses/wishes/", {"words": "？？", "why": "要紧"})
    assert answer.status_code == 422
    assert "请写出想学什么" in answer.text
    assert "要紧" in answer.text


def test_one_joins_a_wish_and_leaves_it(page):
    wish = make_wish(make_person())
    page.post(f"/courses/wishes/{wish.pk}/vote/")
    wish.refresh_from_db()
    assert wish.vote_count == 2
    assert 'aria-pressed="true"' in page.get("/courses/wishes/").text
    page.post(f"/courses/wishes/{wish.pk}/vote/")
    wish.refresh_from_db()
    assert wish.vote_count == 1


def test_a_vote_for_nothing_is_not_found(page):
    assert page.post("/courses/wishes/999/vote/").status_code == 404


def test_an_answered_wish_leads_to_its_course_and_takes_no_votes(page):
    course = make_course("招投标实务")
    make_wish(make_person(), state="met", course=course, answered_at="2026-03-02T01:00:00Z")
    shown = page.get("/courses/wishes/").text
    assert f'href="/courses/{course.pk}/"' in shown
    assert "我也想学" not in shown


def test_the_list_is_searched_filtered_sorted_and_exported(page, lin):
    make_wish(lin, words="招投标")
    make_wish(lin, make_person(unit=lin.unit), words="无人机")
    words = [wish.words for wish in page.get("/courses/wishes/").context["page"]]
    assert words == ["无人机", "招投标"]
    assert [wish.words for wish in page.get("/courses/wishes/", {"q": "招"}).context["page"]] == ["招投标"]
    assert column(page.get("/courses/wishes/", {"export": "excel", "state": "open"}), "想学什么") == words
    assert "没有符合条件的愿望" in page.get("/courses/wishes/", {"q": "查无此项"}).text


def test_one_wish_and_many_cost_the_same_queries(page, lin):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page.get("/courses/wishes/")
        return len(captured)

    make_wish(lin)
    queries()
    with_one = queries()
    for number in range(5):
        make_wish(lin, words=f"愿望{number}")
    assert queries() == with_one
