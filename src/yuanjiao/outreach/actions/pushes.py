"""What a learner does with a push: sees it, opens it, puts a course away or brings it back (A8)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce

from yuanjiao.organisation.models import Person
from yuanjiao.outreach.models import CampaignCourse, CampaignRecipient


def see_pushes(*, actor: Person, campaign_ids: list[int], now: datetime) -> int:
    """Note that she has seen these pushes; of how many she had not before."""
    mine = CampaignRecipient.objects.filter(learner_id=actor.pk, campaign_id__in=campaign_ids, seen_at__isnull=True)
    return mine.update(seen_at=now)


def open_push(*, actor: Person, campaign_id: int, now: datetime) -> None:
    """Note that she has opened a push; opening again changes nothing.

    :raises CampaignRecipient.DoesNotExist: when it was not pushed to her.
    """
    mine = CampaignRecipient.objects.filter(learner_id=actor.pk, campaign_id=campaign_id)
    if not mine.update(opened_at=Coalesce(F("opened_at"), now), seen_at=Coalesce(F("seen_at"), now)):
        raise CampaignRecipient.DoesNotExist


def put_away(*, actor: Person, campaign_id: int, course_id: int, away: bool) -> None:
    """Take one course of a push off her home page, or bring it back; others still see it.

    :raises CampaignCourse.DoesNotExist: when the campaign has no such course.
    :raises CampaignRecipient.DoesNotExist: when it was not pushed to her.
    """
    bit = 1 << CampaignCourse.objects.get(campaign_id=campaign_id, course_id=course_id).position
    mine = CampaignRecipient.objects.filter(learner_id=actor.pk, campaign_id=campaign_id)
    bits = F("dismissed_bits").bitor(bit) if away else F("dismissed_bits").bitand(~bit)
    if not mine.update(dismissed_bits=bits):
        raise CampaignRecipient.DoesNotExist
