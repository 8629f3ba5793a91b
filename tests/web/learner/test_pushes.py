"""Pushes on the learner's pages: first on the home page with the reason, opened, put away, beside recommendations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.catalogue import make_course
from tests.factories.credits import enrol
from tests.factories.organisation import make_person, make_unit
from tests.factories.outreach import make_recommendation, run_campaign

from yuanjiao.outreach.actions.campaign_delivery import push_page
from yuanjiao.outreach.models import CampaignRecipient
from yuanjiao.outreach.public import PushAudience

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin(client):
    unit = make_unit("示例镇", under=make_unit("示例区", under=make_unit()))
    lin = make_person("林示例", unit=unit, post_level="150")
    enrol(lin, at=timezone.now())
    client.force_login(lin)
    return lin


def push(lin, *courses, **fields):
    now = timezone.now()
    times = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)}
    return run_campaign(lin.unit, *courses, now=now, **times | fields)


def test_the_home_page_shows_pushes_before_suggestions_and_says_why(client, lin):
    make_course("为她的层次", post_levels=["150"])
    make_course("给大家")
    push(lin, make_course("推的课"), audience=PushAudience(post_levels=("150",)))
    page = client.get("/").content.decode()
    assert page.index("推的课") < page.index("为她的层次") < page.index("给大家")
    assert "推给示例镇，科员及以下" in page


def test_a_fourth_push_is_one_click_away(client, lin):
    push(lin, *(make_course(f"推的课{number}") for number in range(4)))
    page = client.get("/").content.decode()
    assert page.count('class="push-card"') == 3
    assert "还有 1 门推给您" in page
    assert client.get("/pushes/").content.decode().count("推的课") == 4


def test_recommendations_stand_beside_pushes_and_are_marked(client, lin):
    make_recommendation(make_person("陈示例", unit=lin.unit), lin, make_course("荐的课"))
    push(lin, make_course("推的课"))
    page = client.get("/").content.decode()
    grid, beside = page.index('class="course-grid"'), page.index("同事推荐")
    assert grid < page.index("推的课") < beside < page.index("荐的课")
    assert "陈示例：值得一看" in page


def test_that_she_saw_it_is_noted_once_after_the_page(client, lin):
    campaign = push(lin, make_course("推的课"))
    assert 'hx-post="/pushes/seen"' in client.get("/").content.decode()
    assert client.post("/pushes/seen", {"campaign": [campaign.pk, "x"]}).status_code == 204
    assert CampaignRecipient.objects.get().seen_at is not None
    assert 'hx-post="/pushes/seen"' not in client.get("/").content.decode()


def test_the_way_to_a_pushed_course_notes_that_she_opened_it(client, lin):
    course = make_course("推的课")
    campaign = push(lin, course)
    answer = client.get(f"/pushes/{campaign.pk}/courses/{course.pk}/")
    assert answer.headers["Location"] == f"/courses/{course.pk}/"
    assert CampaignRecipient.objects.get().opened_at is not None


def test_a_notice_leads_to_the_push_with_its_reason(client, lin):
    campaign = push(lin, make_course("推的课"), text="请在月底前学完")
    page = client.get(push_page(campaign)).content.decode()
    assert push_page(campaign) == reverse("learner:push", args=[campaign.pk])
    assert "请在月底前学完" in page
    assert "推给示例镇，全体学员" in page
    assert CampaignRecipient.objects.get().opened_at is not None


def test_a_course_is_put_away_and_brought_back(client, lin):
    course = make_course("推的课")
    campaign = push(lin, course)
    path = f"/pushes/{campaign.pk}/courses/{course.pk}/put-away"
    assert client.post(path, {"away": "yes", "back": "home"}).headers["Location"] == "/"
    assert 'class="push-card"' not in client.get("/").content.decode()
    assert "放回首页" in client.get("/pushes/").content.decode()
    assert client.post(path).headers["Location"] == "/pushes/"
    assert 'class="push-card"' in client.get("/").content.decode()


def test_whoever_it_was_not_pushed_to_finds_nothing(client, lin):
    course = make_course("推的课")
    campaign = push(lin, course)
    client.force_login(make_person("外人", unit=make_unit("他市")))
    assert client.get(f"/pushes/{campaign.pk}/").status_code == 404
    assert client.get(f"/pushes/{campaign.pk}/courses/{course.pk}/").status_code == 404
    assert client.post(f"/pushes/{campaign.pk}/courses/{course.pk}/put-away").status_code == 404


def test_without_pushes_the_page_says_what_to_do(client, lin):
    assert "现在没有推给您的课程" in client.get("/pushes/").content.decode()
