"""The academy's board and the notices page."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories.organisation import make_person, make_unit
from tests.factories.outreach import make_message, make_notice

from yuanjiao.outreach.models import BoardMessage, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin():
    return make_person("林示例", unit=make_unit())


@pytest.fixture
def page(lin):
    client = Client()
    client.force_login(lin)
    return client


def test_the_academys_board_is_read_and_written(page):
    page.post("/board/", {"text": "学院办得好"})
    assert "学院办得好" in page.get("/board/").content.decode()


def test_a_message_is_liked_once(page, lin):
    message = make_message(make_person())
    answer = page.post(f"/board/{message.pk}/like/", headers={"HX-Request": "true"})
    message.refresh_from_db()
    assert ('aria-pressed="true"' in answer.content.decode(), message.like_count) == (True, 1)


def test_a_hidden_message_cannot_be_liked(page):
    message = make_message(make_person(), hidden_at="2026-03-02T00:00Z", hidden_reason="广告")
    assert page.post(f"/board/{message.pk}/like/").status_code == 404


def test_deleting_asks_first(page, lin):
    message = make_message(lin, like_count=3)
    assert "3 个赞" in page.get(f"/board/{message.pk}/delete/").content.decode()
    page.post(f"/board/{message.pk}/delete/confirmed/")
    assert not BoardMessage.objects.exists()


def test_nobody_deletes_somebody_elses_message(page):
    message = make_message(make_person())
    assert page.get(f"/board/{message.pk}/delete/").status_code == 404
    page.post(f"/board/{message.pk}/delete/confirmed/")
    assert BoardMessage.objects.exists()


@pytest.mark.parametrize("number", [1, 18])
def test_the_board_costs_constant_queries(page, lin, number, django_assert_max_num_queries):
    for _ in range(number):
        make_message(make_person(unit=lin.unit))
    with django_assert_max_num_queries(14):
        page.get("/board/")


def test_a_notice_leads_to_its_page_and_is_read(page, lin):
    notice = make_notice(lin, link="/courses/")
    answer = page.get(f"/notices/{notice.pk}/")
    notice.refresh_from_db()
    assert (answer.headers["Location"], notice.read_at is not None) == ("/courses/", True)


def test_a_notice_never_leads_outside(page, lin):
    assert page.get(f"/notices/{make_notice(lin, link='//evil.example/').pk}/").headers["Location"] == "/notices/"


def test_somebody_elses_notice_is_not_found(page):
    assert page.get(f"/notices/{make_notice(make_person()).pk}/").status_code == 404


def test_all_notices_are_marked_as_read(page, lin):
    make_notice(lin)
    page.post("/notices/read/")
    assert not Notice.objects.filter(read_at__isnull=True).exists()


def test_only_unread_ones_on_request(page, lin):
    make_notice(lin, "旧的", read_at="2026-03-02T00:00Z")
    make_notice(lin, "新的")
    text = page.get("/notices/?show=unread").content.decode()
    assert ("新的" in text, "旧的" in text) == (True, False)


@pytest.mark.parametrize("number", [1, 25])
def test_the_notices_cost_constant_queries(page, lin, number, django_assert_max_num_queries):
    for _ in range(number):
        make_notice(lin)
    with django_assert_max_num_queries(11):
        page.get("/notices/")
