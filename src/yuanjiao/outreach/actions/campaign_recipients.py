"""Fixing whom a campaign reaches: once, in chunks, by the worker (A8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.public import Viewer, audience_of, fits, months_between, positions_of
from yuanjiao.credits.public import date_of
from yuanjiao.learning.models import CourseProgress
from yuanjiao.organisation.models import Unit
from yuanjiao.outreach.models import (
    Campaign,
    CampaignCourse,
    CampaignDelivery,
    CampaignRecipient,
    CampaignState,
    Carrier,
)
from yuanjiao.outreach.push_people import people_of_campaign

AT_ONCE = 1000
LOOKED_AT = ("pk", "post_level", "unit__path", "unit__kind", "position", "appointed_on")
Step = Callable[[int, int], None]


class Candidate(NamedTuple):
    """What is looked at in a person who fits the audience."""

    learner_id: int
    post_level: str
    path: str
    unit_kind: str
    position: str
    appointed_on: date | None

    def viewer(self, today: date) -> Viewer:
        """As the licence of a course looks at her."""
        months = months_between(self.appointed_on, today) if self.appointed_on else None
        return Viewer(self.post_level, self.unit_kind, months, positions_of(self.position))


def begin(campaign_id: int, now: datetime) -> None:
    """Let a scheduled campaign run whose time has come; another state stays."""
    due = Campaign.objects.filter(pk=campaign_id, state=CampaignState.SCHEDULED, starts_at__lte=now, ends_at__gt=now)
    due.update(state=CampaignState.RUNNING, started_at=now)


def fix_recipients(campaign_id: int, now: datetime, step: Step) -> None:
    """Write one row for everyone whom a running campaign has something for.

    Each chunk goes with its place in the campaign's row, so work that was broken off goes on where it stood and two
    workers never write the same person. What they are pushed is what is left of the courses for them: not what they
    have finished, not what a licence bars them from, and not what an earlier campaign pushed to them.

    :param step: is told how many of how many were looked at.
    """
    whole = people_of_campaign(_campaign(campaign_id), now).count()
    looked_at = 0
    while True:
        campaign = _campaign(campaign_id)
        if campaign.state != CampaignState.RUNNING or campaign.fixed_at is not None:
            return
        looked_at += _fix_chunk(campaign, now)
        step(min(looked_at, whole), whole)


def _campaign(campaign_id: int) -> Campaign:
    return Campaign.objects.select_related("unit").get(pk=campaign_id)


def _fix_chunk(campaign: Campaign, now: datetime) -> int:
    people = people_of_campaign(campaign, now).filter(pk__gt=campaign.fixed_up_to).order_by("pk")
    candidates = [Candidate(*row) for row in people.values_list(*LOOKED_AT)[:AT_ONCE]]
    if not candidates:
        _finish(campaign, now)
        return 0
    courses = {place.position: place.course for place in campaign.places.select_related("course")}
    left_out = _finished(candidates, courses.values())
    last = candidates[-1].learner_id
    with transaction.atomic():
        # Two campaigns that share a course take turns, so that each sees what the other has pushed.
        # Each locks its own rows too: that is what the other waits for.
        shared = CampaignCourse.objects.filter(course__in=courses.values()).order_by("pk").select_for_update()
        others = [place for place in shared if place.campaign_id != campaign.pk]
        if not _standing(campaign).update(fixed_up_to=last):
            return 0
        _add_pushed_before(left_out, others, candidates)
        rows = list(_rows(campaign, courses, candidates, left_out, now))
        CampaignRecipient.objects.bulk_create(rows)
        Campaign.objects.filter(pk=campaign.pk).update(people=F("people") + len(rows))
    return len(candidates)


def _standing(campaign: Campaign) -> QuerySet[Campaign]:
    """The campaign's row, unless somebody else has gone on with it."""
    return Campaign.objects.filter(
        pk=campaign.pk, state=CampaignState.RUNNING, fixed_at__isnull=True, fixed_up_to=campaign.fixed_up_to
    )


@transaction.atomic
def _finish(campaign: Campaign, now: datetime) -> None:
    if not _standing(campaign).update(fixed_at=now):
        return
    wanted = {
        Carrier.NOTICE: campaign.by_notice,
        Carrier.EMAIL: campaign.by_email,
        Carrier.MESSAGE: campaign.by_message,
    }
    CampaignDelivery.objects.bulk_create(
        CampaignDelivery(campaign=campaign, carrier=carrier) for carrier, asked in wanted.items() if asked
    )


def _finished(candidates: list[Candidate], courses: Iterable[Course]) -> dict[int, set[int]]:
    """The courses that each of some people has finished."""
    done = CourseProgress.objects.filter(
        learner_id__in=[each.learner_id for each in candidates], course__in=courses, completed_at__isnull=False
    )
    found: dict[int, set[int]] = defaultdict(set)
    for learner_id, course_id in done.values_list("learner_id", "course_id"):
        found[learner_id].add(course_id)
    return found


def _add_pushed_before(left_out: dict[int, set[int]], others: list[CampaignCourse], people: list[Candidate]) -> None:
    positions: dict[int, list[CampaignCourse]] = defaultdict(list)
    for place in others:
        positions[place.campaign_id].append(place)
    pushed = CampaignRecipient.objects.filter(
        campaign_id__in=positions, learner_id__gte=people[0].learner_id, learner_id__lte=people[-1].learner_id
    )
    for learner_id, campaign_id, bits in pushed.values_list("learner_id", "campaign_id", "course_bits"):
        left_out[learner_id] |= {place.course_id for place in positions[campaign_id] if bits >> place.position & 1}


def _rows(
    campaign: Campaign,
    courses: dict[int, Course],
    candidates: list[Candidate],
    left_out: dict[int, set[int]],
    now: datetime,
) -> Iterable[CampaignRecipient]:
    barred = {place: audience_of(course) for place, course in courses.items() if course.licence_bars_others}
    today, branch = date_of(now), len(str(campaign.unit.path)) + Unit.steplen
    for person in candidates:
        without = left_out.get(person.learner_id, set())
        places = [place for place, course in courses.items() if course.pk not in without]
        if barred:
            viewer = person.viewer(today)
            places = [place for place in places if place not in barred or fits(barred[place], viewer)]
        if places:
            yield CampaignRecipient(
                learner_id=person.learner_id,
                campaign=campaign,
                course_bits=sum(1 << place for place in places),
                post_level=person.post_level,
                branch=person.path[:branch],
                pushed_at=now,
            )
