"""What reaches a learner: pushes by priority, each course once, colleagues' recommendations apart from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.catalogue import make_course
from tests.factories.learning import make_progress
from tests.factories.organisation import make_person, make_unit
from tests.factories.outreach import WRITTEN_AT, make_campaign, make_notice, make_recommendation, run_campaign

from yuanjiao.catalogue.models import Course, CourseState
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import CampaignCourse, CampaignRecipient
from yuanjiao.outreach.public import PushAudience

pytestmark = pytest.mark.django_db
NOW = WRITTEN_AT + timedelta(hours=1)


@pytest.fixture
def lin():
    return make_person("林示例", unit=make_unit("示例镇", under=make_unit("示例市")))


def titles(person, now=NOW):
    found = outreach.feed_of(person, now)
    names = dict(Course.objects.values_list("pk", "title"))
    return [names[push.course_id] for push in found.pushed], [names[each.course_id] for each in found.recommended]


def test_a_push_says_why_it_came(lin):
    run_campaign(lin.unit, make_course("甲"), text="请学", audience=PushAudience(tenure_months_max=None))
    push = outreach.feed_of(lin, NOW).pushed[0]
    assert (push.name, push.text, push.why, push.fresh) == ("示例推送", "请学", "推给示例镇，全体学员", True)


def test_the_more_pressing_push_comes_first(lin):
    run_campaign(lin.unit, make_course("甲"), make_course("乙"))
    run_campaign(lin.unit, make_course("丙"), priority=3)
    assert titles(lin)[0] == ["丙", "甲", "乙"]


def test_a_course_that_two_campaigns_push_is_there_once(lin):
    course = make_course("甲")
    run_campaign(lin.unit, course)
    run_campaign(lin.unit, course)
    assert titles(lin)[0] == ["甲"]


def test_what_is_finished_put_away_offline_or_over_is_not_there(lin):
    done, away, offline, shown = (make_course(title) for title in ("学完", "收起", "下线", "在"))
    campaign = run_campaign(lin.unit, done, away, offline, shown)
    make_progress(lin, done, completed_at=NOW)
    outreach.put_away(actor=lin, campaign_id=campaign.pk, course_id=away.pk, away=True)
    Course.objects.filter(pk=offline.pk).update(state=CourseState.RETIRED)
    assert titles(lin)[0] == ["在"]
    assert titles(lin, campaign.ends_at)[0] == []


def test_a_push_that_is_not_ready_or_stopped_or_not_for_the_home_page_is_not_there(lin):
    make_campaign(lin.unit, make_course("草稿"))
    stopped = run_campaign(lin.unit, make_course("停了"))
    outreach.stop_campaign(actor=Scope.of_system(), campaign_id=stopped.pk, reason="停", now=NOW)
    run_campaign(lin.unit, make_course("只发通知"), on_home=False, by_notice=True)
    half = run_campaign(lin.unit, make_course("还在准备"))
    type(half).objects.filter(pk=half.pk).update(fixed_at=None)
    assert titles(lin)[0] == []


def test_what_was_put_away_can_be_brought_back(lin):
    course = make_course("甲")
    campaign = run_campaign(lin.unit, course, make_course("乙"))
    for away, expected in ((True, ["乙"]), (True, ["乙"]), (False, ["甲", "乙"])):
        outreach.put_away(actor=lin, campaign_id=campaign.pk, course_id=course.pk, away=away)
        assert titles(lin)[0] == expected


def test_seeing_and_opening_are_noted_once(lin):
    campaign = run_campaign(lin.unit, make_course("甲"))
    outreach.open_push(actor=lin, campaign_id=campaign.pk, now=NOW)
    outreach.open_push(actor=lin, campaign_id=campaign.pk, now=NOW + timedelta(days=1))
    assert outreach.see_pushes(actor=lin, campaign_ids=[campaign.pk], now=NOW) == 0
    row = CampaignRecipient.objects.get()
    assert (row.seen_at, row.opened_at) == (NOW, NOW)
    assert not outreach.feed_of(lin, NOW).pushed[0].fresh


def test_nobody_opens_or_puts_away_what_was_not_pushed_to_her(lin):
    course = make_course("甲")
    campaign = run_campaign(lin.unit, course)
    stranger = make_person("外人", unit=make_unit("他市"))
    with pytest.raises(CampaignRecipient.DoesNotExist):
        outreach.open_push(actor=stranger, campaign_id=campaign.pk, now=NOW)
    with pytest.raises(CampaignRecipient.DoesNotExist):
        outreach.put_away(actor=stranger, campaign_id=campaign.pk, course_id=course.pk, away=True)
    with pytest.raises(CampaignCourse.DoesNotExist):
        outreach.put_away(actor=lin, campaign_id=campaign.pk, course_id=make_course("乙").pk, away=True)


def test_a_colleagues_recommendation_stands_apart_with_her_name_by_the_disclosure_setting(lin):
    chen = make_person("陈示例", unit=make_unit("邻镇", under=lin.unit), position="科长")
    make_recommendation(chen, lin, make_course("荐"))
    assert outreach.feed_of(lin, NOW).recommended[0][1:] == ("陈科长", "值得一看")
    PolicyVersion.objects.create(kind="rankings", number=1, valid_from=WRITTEN_AT, body={"names": "hidden"})
    assert outreach.feed_of(lin, NOW).recommended[0].by == "学员"


def test_what_is_pushed_or_begun_is_not_recommended_beside_it(lin):
    chen = make_person("陈示例", unit=lin.unit)
    pushed, begun, fresh = (make_course(title) for title in ("推", "学过", "荐"))
    for course in (pushed, begun, fresh):
        make_recommendation(chen, lin, course)
    run_campaign(lin.unit, pushed)
    make_progress(lin, begun)
    assert titles(lin) == (["推"], ["荐"])


def test_the_notices_are_the_newest_with_the_number_of_all_unread(lin):
    for number in range(5):
        make_notice(lin, f"通知{number}", created_at=WRITTEN_AT + timedelta(minutes=number))
    found = outreach.feed_of(lin, NOW)
    assert [notice.title for notice in found.notices] == ["通知4", "通知3", "通知2"]
    assert found.notices[0].created_at == WRITTEN_AT + timedelta(minutes=4)
    assert found.unread == 5


def test_all_of_it_is_one_query(lin):
    chen = make_person("陈示例", unit=lin.unit)
    for number in range(4):
        run_campaign(lin.unit, make_course(f"推{number}"))
        make_recommendation(chen, lin, make_course(f"荐{number}"))
    make_notice(lin)
    with CaptureQueriesContext(connection) as asked:
        outreach.feed_of(lin, NOW)
    assert len(asked) == 1


def test_the_page_of_pushes_has_every_course_also_done_and_put_away(lin):
    done, away = make_course("学完"), make_course("收起")
    campaign = run_campaign(lin.unit, done, away)
    make_progress(lin, done, completed_at=NOW)
    outreach.put_away(actor=lin, campaign_id=campaign.pk, course_id=away.pk, away=True)
    (push,) = outreach.pushes_of(lin, NOW)
    assert [(each.course.title, each.done, each.away) for each in push.courses] == [
        ("学完", True, False),
        ("收起", False, True),
    ]
    assert outreach.pushes_of(lin, campaign.ends_at) == []
    assert outreach.pushes_of(lin, campaign.ends_at, campaign.pk)[0].campaign == campaign
