"""How far a push has come with each of its recipients: reached, opened, started, completed (A8)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable, CombinedExpression

from yuanjiao.learning.models import CourseProgress
from yuanjiao.outreach.models import Campaign, CampaignCourse, CampaignRecipient


class PushStep(StrEnum):
    """What a recipient has done, each step with the ones before it; and those who stopped before one."""

    PUSHED = "pushed"
    SEEN = "seen"
    OPENED = "opened"
    STARTED = "started"
    COMPLETED = "completed"
    NOT_SEEN = "not_seen"
    NOT_OPENED = "not_opened"
    NOT_STARTED = "not_started"
    NOT_COMPLETED = "not_completed"


STARTED = Q(has_started=True)
OPENED = Q(opened_at__isnull=False) | STARTED
SEEN = Q(seen_at__isnull=False) | OPENED
COMPLETED = Q(has_started=True, has_unfinished=False)
CONDITIONS: dict[PushStep, Q] = {
    PushStep.PUSHED: Q(),
    PushStep.SEEN: SEEN,
    PushStep.OPENED: OPENED,
    PushStep.STARTED: STARTED,
    PushStep.COMPLETED: COMPLETED,
    PushStep.NOT_SEEN: ~SEEN,
    PushStep.NOT_OPENED: ~OPENED,
    PushStep.NOT_STARTED: ~STARTED,
    PushStep.NOT_COMPLETED: ~COMPLETED,
}


def recipients_with_steps(campaign: Campaign) -> QuerySet[CampaignRecipient]:
    """The recipients, each with `has_started` and `has_unfinished`; only what happened since the push counts.

    Started is whoever was in one of the courses pushed to her; completed, whoever finished all of them.
    """
    shifted = CombinedExpression(OuterRef("course_bits"), Combinable.BITRIGHTSHIFT, F("position"), IntegerField())
    places = CampaignCourse.objects.filter(campaign=OuterRef("campaign"))
    pushed = places.alias(bit=shifted.bitand(1)).filter(bit=1)
    progress = CourseProgress.objects.filter(
        learner_id=OuterRef(OuterRef("learner_id")), course_id=OuterRef("course_id")
    )
    since = OuterRef(OuterRef("pushed_at"))
    studied = progress.filter(Q(last_at__gte=since) | Q(completed_at__gte=since))
    finished = progress.filter(completed_at__gte=since)
    return CampaignRecipient.objects.filter(campaign=campaign).annotate(
        has_started=Exists(pushed.filter(Exists(studied))), has_unfinished=Exists(pushed.filter(~Exists(finished)))
    )


def step_of(row: CampaignRecipient) -> PushStep:
    """How far one of `recipients_with_steps` has come."""
    facts: Any = row
    if facts.has_started:
        return PushStep.STARTED if facts.has_unfinished else PushStep.COMPLETED
    if row.opened_at:
        return PushStep.OPENED
    return PushStep.SEEN if row.seen_at else PushStep.PUSHED
