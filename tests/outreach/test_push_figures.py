"""What came of a campaign: counted by step and group, the same whichever way it is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.catalogue import make_course
from tests.factories.learning import make_progress
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.outreach import WRITTEN_AT, run_campaign

from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.public import Funnel, PushStep

pytestmark = pytest.mark.django_db
BEFORE, AFTER = WRITTEN_AT - timedelta(days=1), WRITTEN_AT + timedelta(days=1)


@pytest.fixture
def city():
    return make_unit("示例市")


@pytest.fixture
def pushed(city):
    """Six people in two districts, each at another step of a push of two courses."""
    here, next_door = make_unit("本区", under=city), make_unit("邻区", under=city)
    names = ("没看", "看到", "打开", "在学", "学完一门", "学完")
    people = {
        name: make_person(name, unit=here if number < 4 else next_door, post_level="141" if number % 2 else "150")
        for number, name in enumerate(names)
    }
    first, second = make_course("甲"), make_course("乙")
    make_progress(people["没看"], first, started_at=BEFORE, last_at=BEFORE)
    campaign = run_campaign(city, first, second)
    outreach.see_pushes(actor=people["看到"], campaign_ids=[campaign.pk], now=AFTER)
    outreach.open_push(actor=people["打开"], campaign_id=campaign.pk, now=AFTER)
    make_progress(people["在学"], first, started_at=AFTER, last_at=AFTER)
    make_progress(people["学完一门"], first, started_at=AFTER, last_at=AFTER, completed_at=AFTER)
    make_progress(people["学完"], first, started_at=AFTER, last_at=AFTER, completed_at=AFTER)
    make_progress(people["学完"], second, started_at=BEFORE, last_at=BEFORE, completed_at=AFTER)
    outreach.count_campaign(campaign.pk, AFTER)
    return campaign


def test_each_step_holds_those_after_it(pushed):
    assert outreach.funnel_of(outreach.figures_of(pushed)) == Funnel(6, 5, 4, 3, 1)
    pushed.refresh_from_db()
    assert pushed.counted_at == AFTER


def test_the_figures_are_told_by_post_level_and_by_unit(pushed):
    figures = outreach.figures_of(pushed)
    assert [(each.name, each.funnel) for each in outreach.by_level(figures)] == [
        ("乡科级正职", Funnel(3, 3, 2, 2, 1)),
        ("科员及以下", Funnel(3, 2, 2, 1, 0)),
    ]
    assert [(each.name, each.funnel) for each in outreach.by_branch(figures)] == [
        ("本区", Funnel(4, 3, 2, 1, 0)),
        ("邻区", Funnel(2, 2, 2, 2, 1)),
    ]


def test_counting_again_changes_no_figure(pushed):
    before = outreach.funnel_of(outreach.figures_of(pushed))
    outreach.count_campaign(pushed.pk, AFTER)
    assert outreach.funnel_of(outreach.figures_of(pushed)) == before


@pytest.mark.parametrize(
    ("step", "names"),
    [
        (PushStep.PUSHED, "没看 看到 打开 在学 学完一门 学完"),
        (PushStep.SEEN, "看到 打开 在学 学完一门 学完"),
        (PushStep.OPENED, "打开 在学 学完一门 学完"),
        (PushStep.STARTED, "在学 学完一门 学完"),
        (PushStep.COMPLETED, "学完"),
        (PushStep.NOT_SEEN, "没看"),
        (PushStep.NOT_OPENED, "没看 看到"),
        (PushStep.NOT_STARTED, "没看 看到 打开"),
        (PushStep.NOT_COMPLETED, "没看 看到 打开 在学 学完一门"),
    ],
)
def test_behind_every_figure_are_its_people(pushed, step, names):
    people = outreach.people_at(Scope.of_system(), outreach.recipients_at(pushed, step))
    assert [person.full_name for person in people] == names.split()


def test_people_are_shown_to_whoever_may_see_them_only(pushed):
    qin = make_person("秦示例", unit=make_unit("另区", under=pushed.unit))
    grant(qin, Role.UNIT_ADMINISTRATOR)
    rows = outreach.recipients_at(pushed, PushStep.PUSHED)
    assert list(outreach.people_at(Scope.of(qin, AFTER), rows)) == []


def test_only_campaigns_that_are_still_followed_are_counted_by_the_worker(pushed):
    assert outreach.count_campaigns(now=AFTER + timedelta(minutes=14)) == 0
    assert outreach.count_campaigns(now=AFTER + timedelta(minutes=16)) == 1
    outreach.carry_on_campaigns(now=pushed.ends_at)
    assert outreach.count_campaigns(now=pushed.ends_at + timedelta(days=29)) == 1
    assert outreach.count_campaigns(now=pushed.ends_at + timedelta(days=31)) == 0
