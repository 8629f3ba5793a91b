"""The life of a campaign: written, scheduled, carried on by the worker, stopped, copied."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories.catalogue import make_course, make_draft
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.outreach import WRITTEN_AT, carry_on, make_campaign, run_campaign

from yuanjiao.kernel.models import AuditEntry, BackgroundJob, JobState
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Campaign, CampaignState
from yuanjiao.outreach.public import CampaignFields, PushAudience

pytestmark = pytest.mark.django_db
SYSTEM = Scope.of_system()
LATER = WRITTEN_AT + timedelta(days=1)


@pytest.fixture
def city():
    city = make_unit("示例市")
    make_person("林示例", unit=city)
    return city


@pytest.fixture
def course():
    return make_course("基层治理")


def schedule(campaign, now=WRITTEN_AT, actor=SYSTEM):
    return outreach.schedule_campaign(actor=actor, campaign_id=campaign.pk, now=now)


def test_a_draft_reaches_nobody_until_it_is_scheduled(city, course):
    campaign = make_campaign(city, course)
    carry_on(campaign, WRITTEN_AT)
    assert (campaign.state, campaign.recipients.count()) == (CampaignState.DRAFT, 0)


def test_scheduling_for_now_starts_the_work_and_says_who_and_when(city, course):
    wu = make_person("吴示例", unit=city)
    grant(wu, Role.ACADEMY_ADMINISTRATOR)
    campaign = schedule(make_campaign(city, course), actor=Scope.of(wu, WRITTEN_AT))
    assert (campaign.state, campaign.scheduled_by, campaign.scheduled_at) == ("scheduled", wu, WRITTEN_AT)
    assert BackgroundJob.objects.get().owner_id == wu.pk
    assert AuditEntry.objects.filter(verb="outreach.schedule_campaign", actor_id=wu.pk).count() == 1


def test_scheduling_for_later_waits_for_its_time(city, course):
    campaign = schedule(make_campaign(city, course, starts_at=LATER))
    assert outreach.carry_on_campaigns(now=LATER - timedelta(minutes=1)) == 0
    assert outreach.carry_on_campaigns(now=LATER) == 1
    BackgroundJob.objects.update(state=JobState.WAITING, finished_at=None)
    assert outreach.carry_on_campaigns(now=LATER) == 0, "its job is on its way"
    assert carry_on(campaign, LATER).state == CampaignState.RUNNING
    assert campaign.started_at == LATER


def test_a_window_that_is_over_ends_the_campaign(city, course):
    campaign = run_campaign(city, course)
    outreach.carry_on_campaigns(now=campaign.ends_at)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.ended_at) == (CampaignState.ENDED, campaign.ends_at)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ends_at": WRITTEN_AT}, "结束时间"),
        ({"on_home": False}, "推送方式"),
    ],
)
def test_what_does_not_fit_together_is_refused(city, course, fields, words):
    with pytest.raises(outreach.CampaignIncomplete, match=words):
        make_campaign(city, course, **fields)


def test_a_campaign_needs_a_course_and_takes_ten_at_most(city):
    with pytest.raises(outreach.CampaignIncomplete, match="至少选一门"):
        make_campaign(city)
    with pytest.raises(outreach.CampaignIncomplete, match="最多推 10 门"):
        make_campaign(city, *(make_course(f"课程{number}") for number in range(11)))


def test_a_course_that_is_not_online_is_not_scheduled(city):
    with pytest.raises(outreach.CampaignIncomplete, match="《草稿》没有上线"):
        schedule(make_campaign(city, make_draft("草稿")))


def test_a_campaign_that_nobody_fits_or_whose_window_is_over_is_not_scheduled(city, course):
    with pytest.raises(outreach.CampaignReachesNobody):
        schedule(make_campaign(city, course, audience=PushAudience(post_levels=("121",))))
    with pytest.raises(outreach.CampaignIncomplete, match="已经过了"):
        schedule(make_campaign(city, course), now=WRITTEN_AT + timedelta(days=31))


def test_what_is_scheduled_is_not_changed(city, course):
    campaign = run_campaign(city, course)
    fields = CampaignFields(unit=city, name="另", courses=(course,), starts_at=WRITTEN_AT, ends_at=LATER)
    with pytest.raises(outreach.CampaignIsNoDraft):
        outreach.change_campaign(actor=SYSTEM, campaign_id=campaign.pk, fields=fields, now=WRITTEN_AT)
    with pytest.raises(outreach.CampaignIsNoDraft):
        outreach.discard_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=WRITTEN_AT)
    with pytest.raises(outreach.CampaignIsNoDraft):
        schedule(campaign)


def test_a_draft_is_written_anew_with_its_courses(city, course):
    campaign, other = make_campaign(city, course), make_course("应急管理")
    fields = CampaignFields(unit=city, name="新名", courses=(other, course), starts_at=WRITTEN_AT, ends_at=LATER)
    outreach.change_campaign(actor=SYSTEM, campaign_id=campaign.pk, fields=fields, now=WRITTEN_AT)
    campaign.refresh_from_db()
    assert campaign.name == "新名"
    assert [place.course for place in campaign.places.all()] == [other, course]


def test_a_stopped_campaign_says_who_why_and_when_and_is_not_stopped_twice(city, course):
    campaign = run_campaign(city, course)
    outreach.stop_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason=" 内容有误 ", now=LATER)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.stop_reason, campaign.ended_at) == (CampaignState.STOPPED, "内容有误", LATER)
    with pytest.raises(outreach.CampaignIsOver):
        outreach.stop_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="再停", now=LATER)


def test_stopping_needs_a_reason(city, course):
    campaign = run_campaign(city, course)
    with pytest.raises(outreach.CampaignIncomplete, match="原因"):
        outreach.stop_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason=" ", now=LATER)


def test_a_copy_is_a_draft_that_says_the_same_for_as_long(city, course):
    campaign = run_campaign(city, course, audience=PushAudience(post_levels=("150",)), priority=3)
    copy = outreach.copy_campaign(actor=SYSTEM, campaign_id=campaign.pk, starts_at=LATER, now=LATER)
    copy.refresh_from_db()
    assert (copy.state, copy.name, copy.audience) == ("draft", "示例推送（副本）", {"post_levels": ["150"]})
    assert (copy.priority, copy.unit, list(copy.courses.all())) == (3, city, [course])
    assert copy.ends_at - copy.starts_at == campaign.ends_at - campaign.starts_at


def test_a_draft_is_thrown_away(city, course):
    outreach.discard_campaign(actor=SYSTEM, campaign_id=make_campaign(city, course).pk, now=WRITTEN_AT)
    assert not Campaign.objects.exists()


def test_the_administrator_next_door_does_nothing_to_it(city, course):
    here, next_door = make_unit("本区", under=city), make_unit("邻区", under=city)
    qin = make_person("秦示例", unit=next_door)
    grant(qin, Role.UNIT_ADMINISTRATOR)
    scope, campaign = Scope.of(qin, WRITTEN_AT), make_campaign(here, course)
    fields = CampaignFields(unit=next_door, name="另", courses=(course,), starts_at=WRITTEN_AT, ends_at=LATER)
    deeds = [
        lambda: outreach.draft_campaign(
            actor=scope, fields=CampaignFields(here, "另", (course,), WRITTEN_AT, LATER), now=WRITTEN_AT
        ),
        lambda: outreach.change_campaign(actor=scope, campaign_id=campaign.pk, fields=fields, now=WRITTEN_AT),
        lambda: outreach.schedule_campaign(actor=scope, campaign_id=campaign.pk, now=WRITTEN_AT),
        lambda: outreach.stop_campaign(actor=scope, campaign_id=campaign.pk, reason="停", now=WRITTEN_AT),
        lambda: outreach.copy_campaign(actor=scope, campaign_id=campaign.pk, starts_at=LATER, now=WRITTEN_AT),
        lambda: outreach.discard_campaign(actor=scope, campaign_id=campaign.pk, now=WRITTEN_AT),
    ]
    for deed in deeds:
        with pytest.raises(OutOfScope):
            deed()
    assert list(outreach.campaigns_in(scope)) == []


def test_the_database_refuses_a_second_push_of_one_campaign(city, course):
    campaign = run_campaign(city, course)
    row = campaign.recipients.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
