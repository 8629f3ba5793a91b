"""The background work of campaigns: carrying them on, and counting what came of them (A8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import UNFINISHED, BackgroundJob
from yuanjiao.outreach.actions import campaign_delivery, campaign_recipients
from yuanjiao.outreach.actions.campaign_figures import count_campaign
from yuanjiao.outreach.models import Campaign, CampaignState

CARRY_ON = "outreach.campaign"
COUNT = "outreach.count"
COUNT_EVERY = timedelta(minutes=15)
COUNTED_AFTER_ITS_END = timedelta(days=30)
"""Whoever began a pushed course late still finishes it because of the push."""


def carry_on(running: jobs.Running) -> str:
    """Do whatever is due of a campaign."""
    number = running.arguments["campaign"]
    try:
        carry_on_campaign(number, clock=timezone.now, step=running.step)
    except campaign_delivery.CarrierDown as problem:
        raise jobs.JobFailed(problem.sentence) from problem
    return _("推给了 %(people)d 人。") % {"people": Campaign.objects.get(pk=number).people}


def carry_on_campaign(campaign_id: int, *, clock: Callable[[], datetime], step: campaign_recipients.Step) -> None:
    """Begin a campaign whose time has come, fix whom it reaches, tell them, and count.

    :raises CarrierDown: when a service refuses; the worker tries again later.
    """
    now = clock()
    campaign_recipients.begin(campaign_id, now)
    campaign_recipients.fix_recipients(campaign_id, now, step)
    campaign_delivery.deliver(campaign_id, clock, step)
    count_campaign(campaign_id, clock())


def count(running: jobs.Running) -> str:
    """Count what came of a campaign."""
    count_campaign(running.arguments["campaign"], timezone.now())
    return _("已按现在的学习情况重新统计。")


def start_carrying_on(campaign: Campaign, *, owner_id: int | None, now: datetime) -> BackgroundJob:
    """Queue what is due of a campaign."""
    title = _("推送：%(name)s") % {"name": campaign.name}
    return jobs.start(CARRY_ON, owner_id=owner_id, title=title, arguments={"campaign": campaign.pk}, now=now)


def start_counting(campaign: Campaign, *, owner_id: int | None, now: datetime) -> BackgroundJob:
    """Queue the counting of a campaign."""
    title = _("统计推送：%(name)s") % {"name": campaign.name}
    return jobs.start(COUNT, owner_id=owner_id, title=title, arguments={"campaign": campaign.pk}, now=now)


def carry_on_campaigns(*, now: datetime) -> int:
    """End campaigns whose window is over, and queue those that have something due; the worker asks every minute."""
    under_way = Q(state__in=(CampaignState.SCHEDULED, CampaignState.RUNNING))
    Campaign.objects.filter(under_way, ends_at__lte=now).update(state=CampaignState.ENDED, ended_at=now)
    due = [campaign for campaign in due_campaigns(now) if job_of(campaign) is None]
    for campaign in due:
        start_carrying_on(campaign, owner_id=campaign.scheduled_by_id, now=now)
    return len(due)


def due_campaigns(now: datetime) -> list[Campaign]:
    """Campaigns whose time has come, whose recipients are not all fixed, or who are to be told now."""
    to_begin = Q(state=CampaignState.SCHEDULED, starts_at__lte=now)
    to_fix = Q(state=CampaignState.RUNNING, fixed_at__isnull=True)
    to_tell = Q(state=CampaignState.RUNNING, deliveries__done_at__isnull=True, deliveries__isnull=False)
    found = Campaign.objects.filter(to_begin | to_fix | to_tell).distinct().order_by("starts_at", "pk")
    return [campaign for campaign in found if campaign.fixed_at is None or not campaign_delivery.quiet(campaign, now)]


def job_of(campaign: Campaign) -> BackgroundJob | None:
    """The job that is carrying a campaign on."""
    working = BackgroundJob.objects.filter(kind=CARRY_ON, state__in=UNFINISHED, arguments__campaign=campaign.pk)
    return working.order_by("-pk").first()


def count_campaigns(*, now: datetime) -> int:
    """Count anew what came of every campaign that people still follow; how many there were."""
    stale = to_count(now).filter(Q(counted_at__isnull=True) | Q(counted_at__lt=now - COUNT_EVERY))
    numbers = list(stale.values_list("pk", flat=True))
    for number in numbers:
        count_campaign(number, now)
    return len(numbers)


def to_count(now: datetime) -> QuerySet[Campaign]:
    """Campaigns that run, or ended so lately that courses begun by them are still being finished."""
    lately = Q(state__in=(CampaignState.ENDED, CampaignState.STOPPED), ended_at__gt=now - COUNTED_AFTER_ITS_END)
    return Campaign.objects.filter(Q(state=CampaignState.RUNNING) | lately, fixed_at__isnull=False)
