"""Pushes on the manage pages: building with a live count, scheduling, figures, the people behind them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.catalogue import make_course
from tests.factories.learning import make_progress
from tests.factories.organisation import grant, make_person
from tests.factories.outreach import make_campaign, run_campaign
from tests.web.sheets import column, rows_of

from yuanjiao.catalogue.public import rebuild_search
from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.organisation.models import Role, Tag
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Campaign, CampaignState
from yuanjiao.outreach.public import PushAudience


def said(**changes):
    """What a builder fills in."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    form = {
        "unit": "本区",
        "name": "基层治理月",
        "text": "请在月底前学完",
        "course_1": "基层治理",
        "starts_at": now.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (now + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M"),
        "on_home": "on",
        "quiet_from": "21:00",
        "quiet_to": "07:30",
        "priority": "1",
    }
    return {name: value for name, value in (form | changes).items() if value is not None}


def running(unit, *courses, **fields):
    """A push that runs at this very moment."""
    now = timezone.now()
    times = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=29)}
    return run_campaign(unit, *courses, now=now, **times | fields)


@pytest.fixture
def course(world):
    return make_course("基层治理")


def test_a_push_is_built_scheduled_and_reaches_people(world, course, as_person):
    client = as_person(world.wu)
    answer = client.post("/manage/pushes/new/", said(post_levels=["150"]))
    campaign = Campaign.objects.get()
    assert answer.headers["Location"] == f"/manage/pushes/{campaign.pk}/"
    assert (campaign.unit, campaign.created_by, campaign.audience) == (world.here, world.wu, {"post_levels": ["150"]})
    asked = client.get(f"/manage/pushes/{campaign.pk}/schedule/").content.decode()
    assert "现在有 <strong>3</strong> 人符合条件" in asked
    client.post(f"/manage/pushes/{campaign.pk}/schedule/")
    campaign.refresh_from_db()
    assert (campaign.state, campaign.people) == (CampaignState.RUNNING, 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"unit": "邻区"}, "unit"),
        ({"course_1": "没有的课"}, "course_1"),
        ({"course_1": ""}, "course_1"),
        ({"ends_at": "2020-01-01T00:00"}, "ends_at"),
        ({"starts_at": "昨天"}, "starts_at"),
        ({"on_home": None}, "on_home"),
        ({"quiet_to": ""}, "quiet_to"),
        ({"tags": "没有的标签"}, "tags"),
        ({"positions": "长" * 81}, "positions"),
        ({"tenure_months_max": "0"}, "tenure_months_max"),
    ],
)
def test_bad_input_names_the_field_and_loses_nothing(world, course, as_person, changes, field):
    answer = as_person(world.wu).post("/manage/pushes/new/", said(**changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "请在月底前学完" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_a_title_that_two_courses_have_is_told_apart_by_number(world, course, as_person):
    other = make_course("基层治理")
    client = as_person(world.wu)
    answer = client.post("/manage/pushes/new/", said())
    assert "有 2 门课叫“基层治理”" in answer.content.decode()
    client.post("/manage/pushes/new/", said(course_1=str(other.pk)))
    assert list(Campaign.objects.get().courses.all()) == [other]


def test_the_count_follows_the_description_and_stays_in_scope(world, as_person):
    world.lin.tags.add(Tag.objects.create(name="新任"))
    client = as_person(world.wu)

    def counted(**words):
        return client.post("/manage/pushes/count", {"unit": "本区"} | words).content.decode()

    assert "<strong>3</strong>" in counted()
    assert "<strong>1</strong>" in counted(tags="新任")
    assert "林学员" in counted(tags="新任")
    assert "现在没有一位学员符合" in counted(post_levels=["121"])
    assert "找不到“邻区”" in counted(unit="邻区")


def test_an_editor_sees_no_full_names_in_the_sample(world, as_person):
    editor = make_person("何编辑", unit=world.city)
    grant(editor, Role.COURSE_EDITOR)
    page = as_person(editor).post("/manage/pushes/count", {"unit": "本镇"}).content.decode()
    assert "<strong>2</strong>" in page
    assert "林学员" not in page
    assert "林同志" in page


def test_a_course_can_be_pushed_from_its_own_page(world, course, as_person):
    page = as_person(world.wu).get("/manage/pushes/new/", {"course": course.pk})
    assert page.context["form"].initial["course_1"] == "基层治理"
    for number in ("x", "0"):
        assert (
            "course_1" not in as_person(world.wu).get("/manage/pushes/new/", {"course": number}).context["form"].initial
        )


def test_courses_are_suggested_while_typing(world, course, as_person):
    list(rebuild_search())
    page = as_person(world.wu).get("/manage/pushes/courses", {"course_1": "基层"}).content.decode()
    assert 'value="基层治理"' in page


def test_a_draft_is_changed_and_says_what_it_said(world, course, as_person):
    audience = PushAudience(post_levels=("150",), positions=("会计",), tags=())
    campaign = make_campaign(world.here, course, audience=audience, text="请学")
    client, path = as_person(world.wu), f"/manage/pushes/{campaign.pk}/edit/"
    page = client.get(path)
    assert page.context["form"].initial["positions"] == "会计"
    assert page.context["form"].initial["course_1"] == "基层治理"
    client.post(path, said(name="改名", positions="会计、出纳"))
    campaign.refresh_from_db()
    assert (campaign.name, campaign.audience) == ("改名", {"positions": ["会计", "出纳"]})


def test_what_runs_is_not_edited_but_copied(world, course, as_person):
    campaign = running(world.here, course)
    client = as_person(world.wu)
    assert client.get(f"/manage/pushes/{campaign.pk}/edit/").headers["Location"] == f"/manage/pushes/{campaign.pk}/"
    answer = client.post(f"/manage/pushes/{campaign.pk}/copy")
    copy = Campaign.objects.get(state=CampaignState.DRAFT)
    assert answer.headers["Location"] == f"/manage/pushes/{copy.pk}/edit/"


def test_stopping_says_its_effect_in_numbers_and_asks_why(world, course, as_person):
    campaign = running(world.here, course)
    client, path = as_person(world.wu), f"/manage/pushes/{campaign.pk}/stop/"
    assert "它会从 3 人的首页上消失" in client.get(path).content.decode()
    assert client.post(path, {"reason": ""}).status_code == 422
    client.post(path, {"reason": "内容有误"})
    campaign.refresh_from_db()
    assert (campaign.state, campaign.stopped_by, campaign.stop_reason) == ("stopped", world.wu, "内容有误")
    assert "停止：内容有误" in client.get(f"/manage/pushes/{campaign.pk}/").content.decode()


def test_a_draft_is_thrown_away_after_asking(world, course, as_person):
    campaign = make_campaign(world.here, course)
    client, path = as_person(world.wu), f"/manage/pushes/{campaign.pk}/discard/"
    assert "还没有推给任何人" in client.get(path).content.decode()
    client.post(path)
    assert not Campaign.objects.exists()


def test_a_push_that_nobody_fits_is_not_scheduled_and_says_so(world, course, as_person):
    campaign = make_campaign(
        world.here, course, audience=PushAudience(post_levels=("121",)), ends_at=timezone.now() + timedelta(days=1)
    )
    client = as_person(world.wu)
    page = client.post(f"/manage/pushes/{campaign.pk}/schedule/", follow=True).content.decode()
    assert "没有一位学员符合条件" in page


@pytest.fixture
def figures(world, course):
    """A push to Wu's district: Lin has finished it, Zhou has seen it, Wu has not."""
    campaign = running(world.here, course)
    now = timezone.now() + timedelta(minutes=1)
    make_progress(world.lin, course, started_at=now, last_at=now, completed_at=now)
    outreach.see_pushes(actor=world.zhou, campaign_ids=[campaign.pk], now=now)
    outreach.count_campaign(campaign.pk, now)
    return campaign


def test_every_figure_leads_to_the_people_behind_it(world, figures, as_person):
    client = as_person(world.wu)
    page = client.get(f"/manage/pushes/{figures.pk}/")
    steps = {step.name: step for step in page.context["page"].steps}
    assert [(step.people, step.rest) for step in steps.values()] == [(3, 0), (2, 1), (1, 2), (1, 2), (1, 2)]
    for step in steps.values():
        assert len(client.get(step.address).context["page"]) == step.people
        if step.rest_address:
            assert len(client.get(step.rest_address).context["page"]) == step.rest
    for by in ("branch", "level"):
        for group in client.get(f"/manage/pushes/{figures.pk}/", {"by": by}).context["page"].groups:
            assert len(client.get(group.address).context["page"]) == group.funnel.people


def test_the_figures_are_had_as_excel_by_unit_and_by_level(world, figures, as_person):
    rows = rows_of(as_person(world.wu).get(f"/manage/pushes/{figures.pk}/", {"export": "excel"}))
    assert [row[:3] + row[-1:] for row in rows[1:]] == [
        ["单位", "本区", 1, 0],
        ["单位", "本镇", 2, 1],
        ["职务层次", "科员及以下", 3, 1],
    ]


def test_the_people_behind_a_figure_are_searched_and_exported(world, figures, as_person):
    client, path = as_person(world.wu), f"/manage/pushes/{figures.pk}/people/"
    assert [line.step for line in client.get(path, {"q": "林"}).context["lines"]] == ["学完"]
    answer = client.get(path, {"step": "not_completed", "export": "excel"})
    assert sorted(column(answer, "姓名")) == ["吴管理", "周班主任"]
    assert set(column(answer, "走到哪一步")) == {"看到", "还没看到"}


def test_an_editor_sees_figures_without_ways_to_names(world, figures, as_person):
    editor = make_person("何编辑", unit=world.city)
    grant(editor, Role.COURSE_EDITOR)
    client = as_person(editor)
    page = client.get(f"/manage/pushes/{figures.pk}/")
    assert page.context["page"].funnel.people == 3
    assert "/people/" not in page.content.decode()
    assert list(client.get(f"/manage/pushes/{figures.pk}/people/").context["page"]) == []


def test_the_figures_are_counted_anew_in_the_background(world, figures, course, as_person):
    now = timezone.now()
    make_progress(world.zhou, course, started_at=now, last_at=now, completed_at=now)
    answer = as_person(world.wu).post(f"/manage/pushes/{figures.pk}/refresh")
    job = BackgroundJob.objects.order_by("-pk")[0]
    assert answer.headers["Location"] == f"/manage/jobs/{job.key}/"
    assert job.state == JobState.DONE
    assert outreach.funnel_of(outreach.figures_of(figures)).completed == 2


def test_a_push_that_is_being_prepared_shows_how_far_it_is(world, course, as_person):
    campaign = running(world.here, course)
    BackgroundJob.objects.update(state=JobState.RUNNING, finished_at=None, done=2000, whole=5000)
    page = as_person(world.wu).get(f"/manage/pushes/{campaign.pk}/").content.decode()
    assert "2,000 / 5,000" in page
    assert 'hx-trigger="every 2s"' in page


@pytest.mark.parametrize("path", ["/manage/pushes/{push}/", "/manage/pushes/{push}/people/"])
def test_a_push_costs_the_same_with_few_people_and_with_many(world, course, as_person, path):
    few = running(world.here, course)
    for number in range(12):
        make_person(f"示例{number}", unit=world.township, post_level=("141", "142", "150")[number % 3])
    many = running(world.here, make_course("应急管理"))
    client = as_person(world.wu)

    def cost(campaign):
        client.get(path.format(push=campaign.pk))
        with CaptureQueriesContext(connection) as queries:
            client.get(path.format(push=campaign.pk))
        return len(queries)

    assert (few.people, many.people) == (3, 15)
    assert cost(many) == cost(few)
