"""Whom a campaign reaches: fixed once, never the same course twice, and carried on after a crash."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.catalogue import make_course
from tests.factories.learning import make_progress
from tests.factories.organisation import make_person, make_unit
from tests.factories.outreach import WRITTEN_AT, carry_on, make_campaign, run_campaign

from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.actions import campaign_recipients
from yuanjiao.outreach.models import CampaignState

pytestmark = pytest.mark.django_db
LATER = WRITTEN_AT + timedelta(days=1)


@pytest.fixture
def city():
    return make_unit("示例市")


@pytest.fixture
def people(city):
    return [make_person(f"示例{number}", unit=city) for number in range(5)]


def pushed(campaign):
    """The positions of courses that each recipient is pushed, by learner."""
    rows = campaign.recipients.values_list("learner_id", "course_bits")
    return {learner: [place for place in range(10) if bits >> place & 1] for learner, bits in rows}


def test_everyone_who_fits_gets_one_row_with_all_courses(city, people):
    campaign = run_campaign(city, make_course("甲"), make_course("乙"))
    assert pushed(campaign) == {person.pk: [0, 1] for person in people}
    assert (campaign.people, campaign.fixed_at) == (5, WRITTEN_AT)


def test_fixing_again_changes_nothing(city, people):
    campaign = run_campaign(city, make_course("甲"))
    make_person("后来", unit=city)
    carry_on(campaign, LATER)
    assert len(pushed(campaign)) == 5
    assert campaign.people == 5


def test_work_that_was_broken_off_goes_on_where_it_stood(city, people, monkeypatch):
    monkeypatch.setattr(campaign_recipients, "AT_ONCE", 2)
    campaign = make_campaign(city, make_course("甲"))
    outreach.schedule_campaign(actor=Scope.of_system(), campaign_id=campaign.pk, now=WRITTEN_AT)
    campaign_recipients.begin(campaign.pk, WRITTEN_AT)

    def crash(done, whole):
        assert (done, whole) == (2, 5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        campaign_recipients.fix_recipients(campaign.pk, WRITTEN_AT, crash)
    campaign.refresh_from_db()
    assert (campaign.people, campaign.fixed_at) == (2, None)
    assert carry_on(campaign, LATER).people == 5
    assert len(pushed(campaign)) == 5


def test_two_workers_on_one_campaign_write_nobody_twice(city, people, monkeypatch):
    monkeypatch.setattr(campaign_recipients, "AT_ONCE", 2)
    campaign = make_campaign(city, make_course("甲"))
    outreach.schedule_campaign(actor=Scope.of_system(), campaign_id=campaign.pk, now=WRITTEN_AT)
    campaign_recipients.begin(campaign.pk, WRITTEN_AT)
    behind = campaign_recipients._campaign(campaign.pk)
    carry_on(campaign, WRITTEN_AT)
    assert campaign_recipients._fix_chunk(behind, WRITTEN_AT) == 0
    assert campaign.recipients.count() == 5


def test_a_campaign_that_is_stopped_meanwhile_goes_no_further(city, people, monkeypatch):
    monkeypatch.setattr(campaign_recipients, "AT_ONCE", 2)
    campaign = make_campaign(city, make_course("甲"))
    outreach.schedule_campaign(actor=Scope.of_system(), campaign_id=campaign.pk, now=WRITTEN_AT)
    campaign_recipients.begin(campaign.pk, WRITTEN_AT)

    def stop(_done, _whole):
        outreach.stop_campaign(actor=Scope.of_system(), campaign_id=campaign.pk, reason="停", now=LATER)

    campaign_recipients.fix_recipients(campaign.pk, WRITTEN_AT, stop)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.people, campaign.fixed_at) == (CampaignState.STOPPED, 2, None)


def test_nobody_is_pushed_a_course_that_another_campaign_pushed(city, people):
    first, second = make_course("甲"), make_course("乙")
    district = make_unit("示例区", under=city)
    newcomer = make_person("丁", unit=district)
    run_campaign(city, first)
    other = make_person("后来", unit=city)
    campaign = run_campaign(city, second, first)
    assert pushed(campaign) == {person.pk: [0] for person in [*people, newcomer]} | {other.pk: [0, 1]}


def test_whoever_has_nothing_left_gets_no_row(city, people):
    course = make_course("甲")
    run_campaign(city, course)
    campaign = run_campaign(city, course)
    assert (pushed(campaign), campaign.people) == ({}, 0)
    assert campaign.fixed_at is not None


def test_a_copy_of_a_campaign_pushes_nothing_to_those_whom_it_reached(city, people):
    campaign = run_campaign(city, make_course("甲"))
    newcomer = make_person("后来", unit=city)
    copy = outreach.copy_campaign(actor=Scope.of_system(), campaign_id=campaign.pk, starts_at=LATER, now=LATER)
    outreach.schedule_campaign(actor=Scope.of_system(), campaign_id=copy.pk, now=LATER)
    assert pushed(carry_on(copy, LATER)) == {newcomer.pk: [0]}


def test_before_it_begins_it_says_how_many_have_been_pushed_its_courses(city, people):
    first, second, third = make_course("甲"), make_course("乙"), make_course("丙")
    run_campaign(city, third, first)
    everybody = Person.objects.order_by("pk")
    make_person("后来", unit=city)
    assert outreach.pushed_before(make_campaign(city, second, first), everybody) == len(people)
    assert outreach.pushed_before(make_campaign(city, second), everybody) == 0


def test_nobody_is_pushed_what_she_has_finished(city, people):
    course = make_course("甲")
    make_progress(people[2], course, completed_at=WRITTEN_AT)
    assert people[2].pk not in pushed(run_campaign(city, course))


def test_nobody_is_pushed_what_a_licence_bars_her_from(city, people):
    licensed = make_course("甲", post_levels=["141"], licence_bars_others=True)
    head = make_person("站长", unit=city, post_level="141")
    campaign = run_campaign(city, licensed, make_course("乙"))
    assert pushed(campaign) == {person.pk: [1] for person in people} | {head.pk: [0, 1]}


def test_a_recipient_keeps_the_group_of_that_day(city):
    township = make_unit("示例镇", under=make_unit("示例区", under=city))
    lin = make_person("林示例", unit=township, post_level="142")
    row = run_campaign(city, make_course("甲")).recipients.get(learner_id=lin.pk)
    assert (row.post_level, row.branch) == ("142", township.path[:8])
