"""Writing on message boards, liking, taking back, and moderating (A9)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue.models import Course
from yuanjiao.credits.public import Channel
from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.actions.notices import notify
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.models import BoardMessage, MessageLike
from yuanjiao.outreach.policy import Moderation, board_rules

LONGEST_MESSAGE = 1000


class EmptyMessage(OutreachFailure):
    """A message says something."""


class MessageTooLong(OutreachFailure):
    """A message has at most a thousand characters."""


class TooManyMessages(OutreachFailure):
    """Somebody has written as much as an hour allows."""


class BoardClosed(OutreachFailure):
    """The policy closes boards on this channel."""


class NotTheAuthor(OutreachFailure):
    """Only the author deletes a message; moderators hide it."""


class ReasonMissing(OutreachFailure):
    """Who hides a message says why."""


@transaction.atomic
def write_message(
    *,
    actor: Person,
    course: Course | None,
    text: str,
    now: datetime,
    channel: Channel = Channel.DESKTOP,
) -> BoardMessage:
    """Write on a course's board, or on the academy's when no course is given.

    :raises BoardClosed: where the policy closes boards on this channel.
    :raises EmptyMessage: when nothing is said.
    :raises MessageTooLong: beyond a thousand characters.
    :raises TooManyMessages: beyond what the policy allows in an hour.
    """
    text = text.strip()
    if not text:
        raise EmptyMessage(gettext_lazy("请先写几句话再发布。"))
    if len(text) > LONGEST_MESSAGE:
        raise MessageTooLong(gettext_lazy("留言最多 1,000 字，请精简后再发布。"))
    rules = board_rules(now)
    if channel not in rules.channels:
        raise BoardClosed(gettext_lazy("留言板现在没有开放。您写的内容还在。"))
    written = BoardMessage.objects.filter(author=actor, written_at__gt=now - timedelta(hours=1)).count()
    if written >= rules.messages_an_hour:
        raise TooManyMessages(gettext_lazy("这一小时留言已经较多，请稍后再发。您写的内容还在。"))
    return BoardMessage.objects.create(
        course=course,
        author=actor,
        text=text,
        written_at=now,
        unit_path=str(actor.unit.path),
        waiting=rules.moderation is Moderation.BEFORE,
    )


@transaction.atomic
def toggle_message_like(*, actor: Person, message: BoardMessage, now: datetime) -> bool:
    """Like a message, or take the like back; whether it is liked afterwards."""
    taken_back, _by_table = MessageLike.objects.filter(person_id=actor.pk, message=message).delete()
    if taken_back:
        BoardMessage.objects.filter(pk=message.pk).update(like_count=F("like_count") - 1)
        return False
    _like, created = MessageLike.objects.get_or_create(person_id=actor.pk, message=message, defaults={"at": now})
    if created:
        BoardMessage.objects.filter(pk=message.pk).update(like_count=F("like_count") + 1)
    return True


@transaction.atomic
def delete_message(*, actor: Person, message: BoardMessage) -> None:
    """Delete one's own message with its likes.

    :raises NotTheAuthor: when it is somebody else's.
    """
    if message.author_id != actor.pk:
        raise NotTheAuthor(gettext_lazy("只能删除自己的留言。"))
    message.delete()


@transaction.atomic
def hide_message(*, actor: Person, message: BoardMessage, reason: str, now: datetime) -> BoardMessage:
    """Hide a message with a reason, and tell its author; it stays in the table and can be restored.

    :raises ReasonMissing: when no reason is given.
    """
    if not reason.strip():
        raise ReasonMissing(gettext_lazy("请写明隐藏的原因，作者会看到它。"))
    message.hidden_at, message.hidden_by, message.hidden_reason = now, actor, reason.strip()[:200]
    message.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    notify(
        person_id=message.author_id,
        kind="outreach.message_hidden",
        title=_("您的一条留言已被隐藏"),
        body=_("原因：%(reason)s。留言内容：%(text)s") % {"reason": message.hidden_reason, "text": message.text[:100]},
        now=now,
    )
    _record(actor, message, "outreach.hide_message", now)
    return message


@transaction.atomic
def restore_message(*, actor: Person, message: BoardMessage, now: datetime) -> BoardMessage:
    """Show a hidden message again, or let a waiting one through."""
    message.hidden_at, message.hidden_by, message.hidden_reason, message.waiting = None, None, "", False
    message.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "waiting"])
    _record(actor, message, "outreach.restore_message", now)
    return message


def _record(actor: Person, message: BoardMessage, verb: str, now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb=verb,
        subject=("message", message.pk),
        unit_path=message.unit_path,
        detail={"text": message.text[:200], "reason": message.hidden_reason},
    )
