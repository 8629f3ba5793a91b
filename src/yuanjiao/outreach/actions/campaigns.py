"""The life of a campaign (A8): written, scheduled, stopped, copied, or thrown away as a draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue.models import Course, CourseState
from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.actions.campaign_work import start_carrying_on
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.models import MOST_COURSES, Campaign, CampaignCourse, CampaignState, Priority
from yuanjiao.outreach.push_audience import PushAudience, as_data
from yuanjiao.outreach.push_people import people_of_campaign

COPY_NAME_LENGTH = 70
SAID = (
    "unit", "name", "text", "starts_at", "ends_at", "on_home", "by_notice", "by_email", "by_message",
    "quiet_from", "quiet_to", "priority",
)  # fmt: skip
"""What a campaign takes over from its fields as it stands."""
KEPT_IN_A_COPY = ("audience", "demonstration", *(name for name in SAID if name not in {"name", "starts_at", "ends_at"}))


class CampaignIncomplete(OutreachFailure):
    """Something that every campaign needs is missing, or does not fit together."""


class CampaignIsNoDraft(OutreachFailure):
    """What has been scheduled is not changed any more."""


class CampaignReachesNobody(OutreachFailure):
    """Nobody fits the audience today."""


class CampaignIsOver(OutreachFailure):
    """It has ended, or has been stopped already."""


@dataclass(frozen=True, slots=True)
class CampaignFields:
    """What its writer says of a campaign; courses in the order in which they are shown."""

    unit: Unit
    name: str
    courses: tuple[Course, ...]
    starts_at: datetime
    ends_at: datetime
    text: str = ""
    audience: PushAudience = field(default_factory=PushAudience)
    on_home: bool = True
    by_notice: bool = False
    by_email: bool = False
    by_message: bool = False
    quiet_from: time | None = None
    quiet_to: time | None = None
    priority: Priority = Priority.ORDINARY


@transaction.atomic
def draft_campaign(*, actor: Scope, fields: CampaignFields, now: datetime, demonstration: bool = False) -> Campaign:
    """Write a campaign down; nobody is pushed anything yet.

    :raises OutOfScope: when the unit is not hers to push to.
    :raises CampaignIncomplete: when courses, channels or times do not make a campaign.
    """
    actor.demand(Permission.CAMPAIGNS_WRITE, fields.unit)
    campaign = Campaign(created_by_id=actor.actor_id, created_at=now, demonstration=demonstration)
    _write(campaign, fields)
    _record(actor, "draft", campaign, now)
    return campaign


@transaction.atomic
def change_campaign(*, actor: Scope, campaign_id: int, fields: CampaignFields, now: datetime) -> Campaign:
    """Write a draft anew.

    :raises OutOfScope: when the old or the new unit is not hers to push to.
    :raises CampaignIsNoDraft: when it has been scheduled.
    :raises CampaignIncomplete: as in `draft_campaign`.
    """
    campaign = _draft(actor, campaign_id)
    actor.demand(Permission.CAMPAIGNS_WRITE, fields.unit)
    _write(campaign, fields)
    _record(actor, "change", campaign, now)
    return campaign


@transaction.atomic
def schedule_campaign(*, actor: Scope, campaign_id: int, now: datetime) -> Campaign:
    """Let a draft begin at its time, or at once when that has come; the worker then fixes whom it reaches.

    :raises OutOfScope: when its unit is not hers to push to.
    :raises CampaignIsNoDraft: when it has been scheduled.
    :raises CampaignIncomplete: when its window is over or one of its courses is not online.
    :raises CampaignReachesNobody: when nobody fits the audience.
    """
    campaign = _draft(actor, campaign_id)
    if campaign.ends_at <= now:
        raise CampaignIncomplete(gettext_lazy("结束时间已经过了，请先改时间。"))
    offline = campaign.courses.exclude(state=CourseState.PUBLISHED).values_list("title", flat=True)
    if offline:
        raise CampaignIncomplete(_("《%(course)s》没有上线，请先换一门。") % {"course": offline[0]})
    if not people_of_campaign(campaign, now).exists():
        raise CampaignReachesNobody(gettext_lazy("现在没有一位学员符合条件，请放宽条件。"))
    campaign.state = CampaignState.SCHEDULED
    campaign.scheduled_by_id, campaign.scheduled_at = actor.actor_id, now
    campaign.save(update_fields=["state", "scheduled_by", "scheduled_at"])
    _record(actor, "schedule", campaign, now)
    if campaign.starts_at <= now:
        start_carrying_on(campaign, owner_id=actor.actor_id, now=now)
    return campaign


@transaction.atomic
def stop_campaign(*, actor: Scope, campaign_id: int, reason: str, now: datetime) -> Campaign:
    """Take a push off every home page; what was begun or earned stays, and so do the figures.

    :raises OutOfScope: when its unit is not hers to push to.
    :raises CampaignIsOver: when it is not scheduled or running.
    :raises CampaignIncomplete: when no reason is given.
    """
    campaign = _locked(actor, campaign_id)
    if campaign.state not in {CampaignState.SCHEDULED, CampaignState.RUNNING}:
        raise CampaignIsOver(gettext_lazy("这项推送没有在进行，不用停止。"))
    if not reason.strip():
        raise CampaignIncomplete(gettext_lazy("请写明停止的原因。"))
    campaign.state = CampaignState.STOPPED
    campaign.stopped_by_id, campaign.ended_at, campaign.stop_reason = actor.actor_id, now, reason.strip()[:200]
    campaign.save(update_fields=["state", "stopped_by", "ended_at", "stop_reason"])
    _record(actor, "stop", campaign, now, reason=campaign.stop_reason)
    return campaign


@transaction.atomic
def copy_campaign(*, actor: Scope, campaign_id: int, starts_at: datetime, now: datetime) -> Campaign:
    """A new draft that says the same and lasts as long, beginning at another time.

    :raises OutOfScope: when its unit is not hers to push to.
    """
    pattern = _locked(actor, campaign_id)
    places = list(pattern.places.all())
    name = _("%(name)s（副本）") % {"name": pattern.name[:COPY_NAME_LENGTH]}
    kept = {field: getattr(pattern, field) for field in KEPT_IN_A_COPY}
    copy = Campaign.objects.create(
        **kept,
        name=name,
        starts_at=starts_at,
        ends_at=starts_at + (pattern.ends_at - pattern.starts_at),
        created_by_id=actor.actor_id,
        created_at=now,
    )
    CampaignCourse.objects.bulk_create(
        CampaignCourse(campaign=copy, course_id=place.course_id, position=place.position) for place in places
    )
    _record(actor, "copy", copy, now, of=pattern.pk)
    return copy


@transaction.atomic
def discard_campaign(*, actor: Scope, campaign_id: int, now: datetime) -> None:
    """Throw a draft away; nobody was pushed anything.

    :raises OutOfScope: when its unit is not hers to push to.
    :raises CampaignIsNoDraft: when it has been scheduled.
    """
    campaign = _draft(actor, campaign_id)
    _record(actor, "discard", campaign, now)
    campaign.delete()


def _write(campaign: Campaign, fields: CampaignFields) -> None:
    if not fields.courses:
        raise CampaignIncomplete(gettext_lazy("请至少选一门课程。"))
    if len(fields.courses) > MOST_COURSES:
        raise CampaignIncomplete(_("一次最多推 %(number)d 门课程。") % {"number": MOST_COURSES})
    if fields.ends_at <= fields.starts_at:
        raise CampaignIncomplete(gettext_lazy("结束时间要在开始时间之后。"))
    if not (fields.on_home or fields.by_notice or fields.by_email or fields.by_message):
        raise CampaignIncomplete(gettext_lazy("请至少选一种推送方式。"))
    for name in SAID:
        setattr(campaign, name, getattr(fields, name))
    campaign.audience = as_data(fields.audience)
    campaign.save()
    campaign.places.all().delete()
    CampaignCourse.objects.bulk_create(
        CampaignCourse(campaign=campaign, course=course, position=position)
        for position, course in enumerate(dict.fromkeys(fields.courses))
    )


def _draft(actor: Scope, campaign_id: int) -> Campaign:
    campaign = _locked(actor, campaign_id)
    if campaign.state != CampaignState.DRAFT:
        raise CampaignIsNoDraft(gettext_lazy("这项推送已经排期，不能再改。可以停止它，或复制一份再改。"))
    return campaign


def _locked(actor: Scope, campaign_id: int) -> Campaign:
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("unit").get(pk=campaign_id)
    actor.demand(Permission.CAMPAIGNS_WRITE, campaign.unit)
    return campaign


def _record(actor: Scope, act: str, campaign: Campaign, now: datetime, **detail: Any) -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"outreach.{act}_campaign",
        subject=("campaign", campaign.pk),
        unit_path=str(campaign.unit.path),
        detail={"name": campaign.name} | detail,
    )
