"""Writing reminders and messages to people (A17, A18)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.credits.public import standings_of, year_of
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.models import (
    DeliveryState,
    LetterKind,
    Mailing,
    Notice,
    Reminder,
    ReminderChannel,
    ReminderDelivery,
)
from yuanjiao.outreach.wording import Wording, filled, signed

LONGEST_TEXT = 500
AT_ONCE = 200


class NothingToSay(OutreachFailure):
    """A reminder without words."""


class NoWay(OutreachFailure):
    """No channel was chosen."""


def worded(text: str, channels: Collection[ReminderChannel]) -> str:
    """The text as it is sent.

    :raises NothingToSay: without words.
    :raises NoWay: without a channel.
    """
    text = text.strip()[:LONGEST_TEXT]
    if not text:
        raise NothingToSay(gettext_lazy("提醒的文字是空的，请写几句再发。"))
    if not channels:
        raise NoWay(gettext_lazy("请至少选一种方式：站内通知、邮件或短信。"))
    return text


def write_letters(
    sender_id: int | None, people: Sequence[Person], text: str, now: datetime, mailing: Mailing | None = None
) -> list[Reminder]:
    """One row for each of the people with her own figures in the words; those that somebody else did not just write.

    What comes from a mailing is signed: unlike her class teacher, its sender may be a stranger to her.
    """
    text = signed(text, mailing.sender) if mailing else text
    standings = standings_of([person.pk for person in people], year_of(now))
    rows = [
        Reminder(
            kind=mailing.kind if mailing else LetterKind.REMINDER,
            mailing=mailing,
            person=person,
            sender_id=sender_id,
            day=timezone.localdate(now),
            at=now,
            text=filled(text, Wording.of(person, standings.get(person.pk))),
            unit_path=person.unit.path,
        )
        # Everybody writes in the same order, so that two who remind the same people wait for each other only one way.
        for person in sorted(people, key=lambda person: person.pk)
    ]
    # Two people may press at the same moment: the database lets one through, and only her rows are read back.
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    mine = Reminder.objects.filter(day=timezone.localdate(now), at=now, sender_id=sender_id, mailing=mailing)
    return list(mine.filter(person__in=people).select_related("person").order_by("pk"))


def open_deliveries(letters: Sequence[Reminder], channels: Collection[str]) -> list[ReminderDelivery]:
    """A row for each channel of each; whoever has no address or number is told of at once."""
    rows = []
    for letter in letters:
        for channel in sorted(channels):
            state, problem = DeliveryState.WAITING, ""
            if channel == ReminderChannel.NOTICE:
                state = DeliveryState.DONE
            elif not address_of(letter.person, channel):
                state = DeliveryState.FAILED
                problem = _("没有邮箱") if channel == ReminderChannel.MAIL else _("没有手机号")
            rows.append(ReminderDelivery(reminder=letter, channel=channel, state=state, problem=problem))
    return ReminderDelivery.objects.bulk_create(rows)


def address_of(person: Person, channel: str) -> str:
    """Where a channel reaches a person; empty when it does not."""
    return (person.email if channel == ReminderChannel.MAIL else person.phone) or ""


def leave_letters(letters: Sequence[Reminder], link: str, now: datetime) -> None:
    """A notice for each."""
    Notice.objects.bulk_create(
        Notice(
            person_id=each.person_id,
            kind=f"outreach.{each.kind}",
            title=title_of(each.mailing),
            body=each.text,
            link=link,
            created_at=now,
        )
        for each in letters
    )


def title_of(mailing: Mailing | None) -> str:
    """What stands above a letter, in the language of whoever sends it."""
    if mailing is None:
        return _("班主任提醒：今年的学分")
    return mailing.subject or _("学习提醒：今年的学分")
