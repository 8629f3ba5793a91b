"""Passing reminders and messages on to mail and phone: in the background, by day, each once (A17, A18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import UNFINISHED, BackgroundJob, JobState
from yuanjiao.outreach.actions.letters import AT_ONCE, address_of, title_of
from yuanjiao.outreach.messengers import ShortMessage, messenger
from yuanjiao.outreach.models import DeliveryState, Mailing, ReminderChannel, ReminderDelivery
from yuanjiao.outreach.rest import is_night, rests_since

DELIVERING = "outreach.reminders"
DAY = timedelta(days=1)
PAUSE = timedelta(hours=1)
"""After work that broke off, so that whatever is broken is not tried every minute."""


def waiting_of(arguments: dict[str, Any]) -> QuerySet[ReminderDelivery]:
    """What still waits of a mailing, or of the deliveries that a job was given."""
    mailing = arguments.get("mailing")
    named = {"reminder__mailing_id": mailing} if mailing else {"pk__in": arguments["deliveries"]}
    return ReminderDelivery.objects.filter(state=DeliveryState.WAITING, **named)


def start_delivering(arguments: dict[str, Any], owner_id: int | None, now: datetime) -> None:
    """Let a job send what waits, unless it is night: then the morning does."""
    if is_night(now):
        return
    if number := waiting_of(arguments).count():
        title = _("发送邮件和短信：%(number)s 条") % {"number": number}
        jobs.start(DELIVERING, owner_id=owner_id, title=title, arguments=arguments, now=now, whole=number)


def deliver_reminders(running: jobs.Running) -> str:
    """Send what waits, one by one, so that a worker that dies sends hardly anything twice."""
    waiting = waiting_of(running.arguments)
    whole, failed = waiting.count(), 0
    for place, delivery in enumerate(_by_day(waiting), start=1):
        problem = _sent(delivery)
        failed += bool(problem)
        state = DeliveryState.FAILED if problem else DeliveryState.DONE
        ReminderDelivery.objects.filter(pk=delivery.pk).update(state=state, problem=problem[:200])
        running.step(place, max(place, whole))
    told = _("%(number)s 条没有发出，原因在提醒记录里。") % {"number": failed} if failed else ""
    return told + (_("现在是夜里，余下的早上 7:30 以后发出。") if waiting.exists() else "")


def _by_day(waiting: QuerySet[ReminderDelivery]) -> Iterator[ReminderDelivery]:
    """All that waits, a portion in memory, until the night begins."""
    last = 0
    while not is_night(timezone.now()):
        further = waiting.filter(pk__gt=last).order_by("pk").select_related("reminder__person", "reminder__mailing")
        portion = list(further[:AT_ONCE])
        if not portion:
            return
        yield from portion
        last = portion[-1].pk


def _sent(delivery: ReminderDelivery) -> str:
    """What went wrong; nothing when it has gone out."""
    letter, address = delivery.reminder, address_of(delivery.reminder.person, delivery.channel)
    try:
        if delivery.channel == ReminderChannel.MAIL:
            EmailMessage(title_of(letter.mailing), letter.text, to=[address]).send()
        else:
            messenger().send([ShortMessage(address, letter.text)], timezone.now())
    # An address or a subject that no mail can carry is a ValueError: it must not keep back all that wait behind it.
    except (OSError, SMTPException, ValueError) as problem:
        return str(problem) or type(problem).__name__
    return ""


def deliver_in_the_morning(*, now: datetime) -> int:
    """Start sending what the night, or a crash, kept back; in how many jobs."""
    _give_up(now)
    if is_night(now) or _busy(now):
        return 0
    mailed = _ready().filter(reminder__mailing__isnull=False).order_by().values("reminder__mailing")
    mailings = list(Mailing.objects.filter(pk__in=mailed).order_by("pk"))
    by_hand: defaultdict[int | None, list[int]] = defaultdict(list)
    for delivery in _of_no(mailings):
        # A mailing that was finished this very moment has its own job.
        if delivery.reminder.mailing_id is None:
            by_hand[delivery.reminder.sender_id].append(delivery.pk)
    with transaction.atomic():
        for mailing in mailings:
            start_delivering({"mailing": mailing.pk}, mailing.sender_id, now)
        for sender_id, numbers in by_hand.items():
            start_delivering({"deliveries": sorted(numbers)}, sender_id, now)
    return len(mailings) + len(by_hand)


def _ready() -> QuerySet[ReminderDelivery]:
    """What waits and is not of a mailing that is still being written."""
    written = Q(reminder__mailing=None) | Q(reminder__mailing__finished_at__isnull=False)
    return ReminderDelivery.objects.filter(written, state=DeliveryState.WAITING)


def _of_no(mailings: Sequence[Mailing]) -> QuerySet[ReminderDelivery]:
    """What waits and is of none of these: asked for by what it has not, SQLite would walk through all ever reminded."""
    rest = _ready().exclude(reminder__mailing__in=[mailing.pk for mailing in mailings])
    return rest.select_related("reminder").order_by()


def _busy(now: datetime) -> bool:
    """Whether something is being sent, or broke off a short while ago."""
    broken = Q(state=JobState.FAILED, finished_at__gt=now - PAUSE)
    return BackgroundJob.objects.filter(Q(state__in=UNFINISHED) | broken, kind=DELIVERING).exists()


def _give_up(now: datetime) -> None:
    """What its sender cancelled goes out no more, nor what has waited so long that its words are no longer true."""
    cancelled = BackgroundJob.objects.filter(kind=DELIVERING, state=JobState.CANCELLED, finished_at__gt=now - DAY)
    for arguments in cancelled.values_list("arguments", flat=True):
        waiting_of(arguments).update(state=DeliveryState.FAILED, problem=_("发送中途取消了"))
    old = _ready().filter(reminder__day__lt=rests_since(timezone.localdate(now)))
    stale = list(old.values_list("pk", flat=True)[:AT_ONCE])
    ReminderDelivery.objects.filter(pk__in=stale).update(state=DeliveryState.FAILED, problem=_("耽搁太久，没有再发"))
