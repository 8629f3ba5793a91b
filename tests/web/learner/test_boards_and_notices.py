"""The academy's board and the notices page."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories.organisation import make_person, make_unit
from tests.factories.outreach import make_message, make_notice
from tests.web.sheets import column

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


def shown(response):
    return [each.message.text for each in response.context["board"].messages]


@pytest.fixture
def two_messages(lin):
    make_message(lin, text="我的建议", written_at="2026-03-01T00:00Z", like_count=2)
    make_message(make_person("王建国", unit=make_unit(), position="科长"), text="=学习体会")


def test_the_board_is_searched_filtered_and_sorted_by_its_address(page, two_messages):
    assert shown(page.get("/board/")) == ["=学习体会", "我的建议"]
    assert shown(page.get("/board/?q=建议")) == ["我的建议"]
    assert shown(page.get("/board/?by=me")) == ["我的建议"]
    assert shown(page.get("/board/?sort=liked")) == ["我的建议", "=学习体会"]
    assert "没有符合条件的留言" in page.get("/board/?q=王建国").content.decode()


def test_the_boards_file_says_no_more_of_its_authors_than_the_page(page, two_messages):
    file = page.get("/board/?export=excel")
    assert column(file, "留言") == ["'=学习体会", "我的建议"]
    assert "王建国" not in column(file, "作者")


def test_hidden_messages_are_in_nobodys_file(page):
    make_message(make_person(), text="广告", hidden_at="2026-03-02T00:00Z", hidden_reason="广告")
    assert column(page.get("/board/?export=excel"), "留言") == []


def test_notices_are_searched_filtered_and_sorted_by_their_address(page, lin):
    make_notice(lin, "学分到账", body="环境保护", created_at="2026-03-01T00:00Z", read_at="2026-03-02T00:00Z")
    make_notice(lin, "同事推荐")

    def titles(words):
        return [notice.title for notice in page.get(f"/notices/{words}").context["page"]]

    assert titles("") == ["同事推荐", "学分到账"]
    assert titles("?show=unread") == ["同事推荐"]
    assert titles("?q=环境") == ["学分到账"]
    assert titles("?sort=oldest") == ["学分到账", "同事推荐"]
    assert titles("?show=nonsense&page=x") == titles("")


def test_her_notices_come_as_excel_and_nobody_elses(page, lin):
    make_notice(lin, "学分到账")
    make_notice(make_person(), "别人的通知")
    assert column(page.get("/notices/?export=excel"), "标题") == ["学分到账"]
