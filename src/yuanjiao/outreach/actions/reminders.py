"""Reminding learners of their year, at most once a day each, and passing the reminders on to mail and phone (A18)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.credits.public import standings_of, year_of
from yuanjiao.kernel import audit, jobs
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.messengers import ShortMessage, messenger
from yuanjiao.outreach.models import DeliveryState, Notice, Reminder, ReminderChannel, ReminderDelivery
from yuanjiao.outreach.wording import Wording, filled

DELIVERING = "outreach.reminders"
MOST_AT_ONCE = 200
LONGEST_TEXT = 500


class NothingToSay(OutreachFailure):
    """A reminder without words."""


class NoWay(OutreachFailure):
    """No channel was chosen."""


class TooManyAtOnce(OutreachFailure):
    """More people than one act reminds."""


@transaction.atomic
def remind(
    *,
    actor: Scope,
    person_ids: Collection[int],
    text: str,
    channels: Collection[ReminderChannel],
    link: str,
    now: datetime,
) -> list[Reminder]:
    """Remind people, each with her own figures in the text; who has been reminded today is passed over.

    The notice is there at once; a job sends mail and short messages to those who have an address or number.

    :param text: may hold the words of `outreach.wording`, which are filled in for each.
    :param link: the page the notice leads to.
    :returns: the reminders that were made.
    :raises NothingToSay: without words.
    :raises NoWay: without a channel.
    :raises TooManyAtOnce: beyond two hundred people.
    """  # fmt: skip
    text = text.strip()[:LONGEST_TEXT]
    if not text:
        raise NothingToSay(gettext_lazy("提醒的文字是空的，请写几句再发。"))
    if not channels:
        raise NoWay(gettext_lazy("请至少选一种方式：站内通知、邮件或短信。"))
    if len(person_ids) > MOST_AT_ONCE:
        raise TooManyAtOnce(gettext_lazy("一次最多提醒 200 人，请分几次发。"))
    people = list(to_remind(actor, person_ids, now))
    made = _written(actor, people, text, now)
    deliveries = _deliveries(made, channels)
    if ReminderChannel.NOTICE in channels:
        _leave_notices(made, link, now)
    if waiting := [each.pk for each in deliveries if each.state == DeliveryState.WAITING]:
        title = _("发送提醒：%(number)s 条") % {"number": len(waiting)}
        jobs.start(
            DELIVERING, owner_id=actor.actor_id, title=title, arguments={"deliveries": waiting}, now=now,
            whole=len(waiting),
        )  # fmt: skip
    if made:
        _record(actor, made, now)
    return made


def to_remind(actor: Scope, person_ids: Collection[int], now: datetime) -> Iterable[Person]:
    """Those of the people whom the actor may remind and who have not been reminded today."""
    today = Reminder.objects.filter(day=timezone.localdate(now), person_id__in=person_ids)
    people = actor.people(Permission.LEARNERS_REMIND).filter(pk__in=person_ids, is_active=True)
    return people.exclude(pk__in=today.values("person_id")).select_related("unit").order_by("initials", "pk")


def _written(actor: Scope, people: Sequence[Person], text: str, now: datetime) -> list[Reminder]:
    standings = standings_of([person.pk for person in people], year_of(now))
    rows = [
        Reminder(
            person=person,
            sender_id=actor.actor_id,
            day=timezone.localdate(now),
            at=now,
            text=filled(text, Wording.of(person, standings.get(person.pk))),
            unit_path=person.unit.path,
        )
        for person in people
    ]
    # Two teachers may press at the same moment: the database lets one through, and only her rows are read back.
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    mine = Reminder.objects.filter(day=timezone.localdate(now), at=now, sender_id=actor.actor_id)
    return list(mine.filter(person__in=people).select_related("person").order_by("pk"))


def _deliveries(reminders: Sequence[Reminder], channels: Collection[ReminderChannel]) -> list[ReminderDelivery]:
    rows = []
    for reminder in reminders:
        for channel in sorted(channels):
            state, problem = DeliveryState.WAITING, ""
            if channel is ReminderChannel.NOTICE:
                state = DeliveryState.DONE
            elif not _address(reminder.person, channel):
                state = DeliveryState.FAILED
                problem = _("没有邮箱") if channel is ReminderChannel.MAIL else _("没有手机号")
            rows.append(ReminderDelivery(reminder=reminder, channel=channel, state=state, problem=problem))
    return ReminderDelivery.objects.bulk_create(rows)


def _address(person: Person, channel: str) -> str:
    return (person.email if channel == ReminderChannel.MAIL else person.phone) or ""


def _leave_notices(reminders: Sequence[Reminder], link: str, now: datetime) -> None:
    title = _("班主任提醒：今年的学分")
    Notice.objects.bulk_create(
        Notice(
            person_id=each.person_id, kind="outreach.reminder", title=title, body=each.text, link=link, created_at=now
        )
        for each in reminders
    )


def _record(actor: Scope, reminders: Sequence[Reminder], now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb="outreach.remind",
        subject=("reminder", reminders[0].pk),
        unit_path=reminders[0].unit_path,
        detail={"people": [each.person_id for each in reminders]},
    )


def deliver_reminders(running: jobs.Running) -> str:
    """Send what waits, one by one, so that a worker that dies sends hardly anything twice."""
    numbers = running.arguments["deliveries"]
    waiting = ReminderDelivery.objects.filter(pk__in=numbers, state=DeliveryState.WAITING)
    failed = 0
    for place, delivery in enumerate(list(waiting.select_related("reminder__person")), start=1):
        problem = _sent(delivery)
        failed += bool(problem)
        state = DeliveryState.FAILED if problem else DeliveryState.DONE
        ReminderDelivery.objects.filter(pk=delivery.pk).update(state=state, problem=problem[:200])
        running.step(place, len(numbers))
    return _("%(number)s 条没有发出，原因在提醒记录里。") % {"number": failed} if failed else ""


def _sent(delivery: ReminderDelivery) -> str:
    """What went wrong; nothing when it has gone out."""
    reminder, address = delivery.reminder, _address(delivery.reminder.person, delivery.channel)
    try:
        if delivery.channel == ReminderChannel.MAIL:
            EmailMessage(_("班主任提醒：今年的学分"), reminder.text, to=[address]).send()
        else:
            messenger().send([ShortMessage(address, reminder.text)], timezone.now())
    except (OSError, SMTPException) as problem:
        return str(problem) or type(problem).__name__
    return ""
