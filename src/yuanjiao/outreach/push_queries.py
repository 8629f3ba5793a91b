"""Reads of campaigns: those of a scope, and what was pushed to one learner (A8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from yuanjiao.catalogue.models import Course, CourseState
from yuanjiao.learning.models import CourseProgress
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.models import Campaign, CampaignCourse, CampaignRecipient, CampaignState
from yuanjiao.outreach.push_audience import audience_from, where_of, who, why
from yuanjiao.outreach.push_steps import CONDITIONS, PushStep, recipients_with_steps


@dataclass(frozen=True, slots=True)
class PushedCourse:
    """One course of a push as its reader sees it."""

    course: Course
    done: bool
    away: bool


@dataclass(frozen=True, slots=True)
class Push:
    """One campaign as its reader sees it: why it reached her, and the courses pushed to her."""

    campaign: Campaign
    why: str
    courses: list[PushedCourse]


def campaigns_in(scope: Scope) -> QuerySet[Campaign]:
    """The campaigns of the scope's units, with what a list shows of them."""
    rows = scope.rows(Permission.CAMPAIGNS_READ, Campaign.objects.all())
    return rows.select_related("unit", "created_by")


def audience_of_campaign(campaign: Campaign) -> str:
    """Whom a campaign is for, in words."""
    return who(audience_from(campaign.audience), where_of(campaign.unit))


def courses_of(campaign: Campaign) -> list[Course]:
    """What a campaign pushes, in its order; one query."""
    return [place.course for place in campaign.places.select_related("course")]


def pushes_of(person: Person, now: datetime, campaign_id: int | None = None) -> list[Push]:
    """What runs for a learner at a moment, the most pressing first, with the courses she put away; four queries.

    :param campaign_id: only this campaign, also when its window is over.
    """
    running = Q(campaign__state=CampaignState.RUNNING, campaign__starts_at__lte=now, campaign__ends_at__gt=now)
    mine = CampaignRecipient.objects.filter(learner_id=person.pk, campaign__fixed_at__isnull=False)
    mine = mine.filter(running) if campaign_id is None else mine.filter(campaign_id=campaign_id)
    recipients = list(
        mine.select_related("campaign__unit").order_by("-campaign__priority", "-campaign__starts_at", "-campaign_id")
    )
    places = CampaignCourse.objects.filter(campaign__in=[row.campaign_id for row in recipients])
    online = places.filter(course__state=CourseState.PUBLISHED).select_related("course__topic", "course__cover")
    shown = list(online.order_by("position"))
    done = CourseProgress.objects.filter(
        learner_id=person.pk, course__in=[place.course_id for place in shown], completed_at__isnull=False
    )
    finished = set(done.values_list("course_id", flat=True))
    return [
        _push(row, [place for place in shown if place.campaign_id == row.campaign_id], finished) for row in recipients
    ]


def _push(row: CampaignRecipient, places: list[CampaignCourse], finished: set[int]) -> Push:
    reason = why(audience_from(row.campaign.audience), where_of(row.campaign.unit))
    courses = [
        PushedCourse(place.course, place.course_id in finished, bool(row.dismissed_bits >> place.position & 1))
        for place in places
        if row.course_bits >> place.position & 1
    ]
    return Push(row.campaign, reason, courses)


def recipients_at(
    campaign: Campaign, step: PushStep, *, level: str = "", branch: str = ""
) -> QuerySet[CampaignRecipient]:
    """The recipients who have come so far (or not), of one post level or one branch if it is given."""
    rows = recipients_with_steps(campaign).filter(CONDITIONS[step])
    rows = rows.filter(post_level=level) if level else rows
    return rows.filter(branch=branch) if branch else rows


def pushed_before(campaign: Campaign, people: QuerySet[Person]) -> int:
    """How many of the people were pushed one or more of its courses before, which are left out; two queries."""
    shared = CampaignCourse.objects.filter(course__in=campaign.courses.all()).exclude(campaign=campaign)
    places = list(shared.values_list("campaign_id", "position"))
    rows = CampaignRecipient.objects.annotate(
        **{f"bit_{position}": F("course_bits").bitand(1 << position) for _campaign, position in places}
    )
    held = Q(pk__in=[])
    for campaign_id, position in places:
        held |= Q(**{"campaign_id": campaign_id, f"bit_{position}__gt": 0})
    return people.filter(pk__in=rows.filter(held).values("learner_id")).count() if places else 0


def people_at(scope: Scope, rows: QuerySet[CampaignRecipient]) -> QuerySet[Person]:
    """The people behind recipients, as far as the scope may see people; with their units."""
    seen = scope.people(Permission.PEOPLE_READ).filter(pk__in=rows.values("learner_id"))
    return seen.select_related("unit").order_by("unit__path", "staff_number")
