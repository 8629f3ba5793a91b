"""Telling the recipients of a campaign beside their home page: by notice, by e-mail, by short message (A8)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.organisation.models import Person
from yuanjiao.outreach.actions.notices import notify_many
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.messengers import ShortMessage, messenger
from yuanjiao.outreach.models import Campaign, CampaignDelivery, CampaignRecipient, CampaignState, Carrier
from yuanjiao.outreach.quiet_hours import is_quiet

logger = logging.getLogger(__name__)

AT_ONCE = {Carrier.NOTICE: 1000, Carrier.EMAIL: 100, Carrier.MESSAGE: 100}
PUSH_PAGE = "/pushes/{campaign}/"
"""Where a learner reads a push."""
Step = Callable[[int, int], None]


class CarrierDown(OutreachFailure):
    """The mail server or the message service takes nothing at the moment."""


def push_page(campaign: Campaign) -> str:
    """The path of the page on which a learner reads a push."""
    return PUSH_PAGE.format(campaign=campaign.pk)


def deliver(campaign_id: int, clock: Callable[[], datetime], step: Step) -> None:
    """Tell everyone by every carrier of a campaign, until quiet hours begin; goes on where it stood.

    A notice is told exactly once. For the other two the place is kept before the service is asked and taken back when
    it refuses, so a crash leaves out at most a hundred people and tells nobody twice.

    :param clock: what time it is, asked before every portion.
    :param step: is told how many of how many were told.
    :raises CarrierDown: when a service refuses; what was told stays told.
    """
    for delivery in CampaignDelivery.objects.filter(campaign_id=campaign_id, done_at__isnull=True):
        told = 0
        while True:
            campaign, now = Campaign.objects.get(pk=campaign_id), clock()
            if campaign.state != CampaignState.RUNNING or quiet(campaign, now):
                break
            number = _portion(campaign, delivery, now)
            if not number:
                break
            told += number
            step(min(told, campaign.people), campaign.people)


def quiet(campaign: Campaign, now: datetime) -> bool:
    """Whether a campaign disturbs nobody at a moment."""
    return is_quiet(timezone.localtime(now).time(), campaign.quiet_from, campaign.quiet_to)


def _portion(campaign: Campaign, delivery: CampaignDelivery, now: datetime) -> int:
    carrier = Carrier(delivery.carrier)
    recipients = CampaignRecipient.objects.filter(campaign=campaign, learner_id__gt=delivery.up_to)
    learners = list(recipients.order_by("learner_id").values_list("learner_id", flat=True)[: AT_ONCE[carrier]])
    mine = CampaignDelivery.objects.filter(pk=delivery.pk, up_to=delivery.up_to)
    if not learners:
        mine.update(done_at=now)
        return 0
    if carrier is Carrier.NOTICE:
        _notify(campaign, mine, learners, now)
    else:
        _hand_over(campaign, delivery, learners, now)
    delivery.refresh_from_db()
    return len(learners)


@transaction.atomic
def _notify(campaign: Campaign, mine: QuerySet[CampaignDelivery], learners: list[int], now: datetime) -> None:
    if not mine.update(up_to=learners[-1], sent=F("sent") + len(learners)):
        return
    title = _("为您推送：%(name)s") % {"name": campaign.name}
    link = push_page(campaign)
    notify_many(person_ids=learners, kind="outreach.push", title=title, body=campaign.text, link=link, now=now)


def _hand_over(campaign: Campaign, delivery: CampaignDelivery, learners: list[int], now: datetime) -> None:
    email = delivery.carrier == Carrier.EMAIL
    field = "email" if email else "phone"
    reachable = Person.objects.filter(pk__in=learners, is_active=True, **{f"{field}__isnull": False})
    addresses = list(reachable.order_by("pk").values_list(field, flat=True))
    stood = CampaignDelivery.objects.filter(pk=delivery.pk)
    if not stood.filter(up_to=delivery.up_to).update(up_to=learners[-1], sent=F("sent") + len(addresses)):
        return
    try:
        (_email if email else _message)(campaign, addresses, now)
    except (OSError, SMTPException) as problem:
        stood.filter(up_to=learners[-1]).update(up_to=delivery.up_to, sent=F("sent") - len(addresses))
        # Not what was said: a mail server names the addresses that it refuses.
        logger.warning("push not handed over: %s %d: %s", delivery.carrier, campaign.pk, type(problem).__name__)
        raise CarrierDown(_("发送服务暂时不接收，已经发出的不会重发；过一会儿自动再试。")) from problem


def _text(campaign: Campaign) -> str:
    address = f"{settings.PUBLIC_ADDRESS}{push_page(campaign)}"
    return "\n\n".join(part for part in (campaign.text, address) if part)


def _email(campaign: Campaign, addresses: Sequence[str], _now: datetime) -> None:
    text = _text(campaign)
    connection = get_connection()
    connection.send_messages(
        [EmailMessage(campaign.name, text, to=[address], connection=connection) for address in addresses]
    )


def _message(campaign: Campaign, phones: Sequence[str], now: datetime) -> None:
    text = f"{campaign.name} {settings.PUBLIC_ADDRESS}{push_page(campaign)}"
    messenger().send([ShortMessage(phone, text) for phone in phones], now)
