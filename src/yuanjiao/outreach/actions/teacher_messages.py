"""A learner writes to her class teacher, and is answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import ClassGroup, ClassSubstitute, Person
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.actions.contacts import demand_care
from yuanjiao.outreach.actions.notices import notify, notify_many
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.models import TeacherMessage

LONGEST_MESSAGE = 1000
MOST_AN_HOUR = 10


class NoClassTeacher(OutreachFailure):
    """Nobody teaches the learner's class."""


class MessageSaysNothing(OutreachFailure):
    """A message without words."""


class TooManyToTeacher(OutreachFailure):
    """The learner has written very many within the hour."""


@transaction.atomic
def write_to_teacher(*, actor: Person, text: str, link: str, now: datetime) -> TeacherMessage:
    """Write to whoever looks after the actor's class today: its teacher and her substitute are told.

    :param link: the page where they answer.
    :raises MessageSaysNothing: without words.
    :raises NoClassTeacher: when nobody looks after her class, or she has none.
    :raises TooManyToTeacher: beyond ten messages within an hour.
    """
    text = _worded(text)
    group = ClassGroup.objects.filter(places__person=actor).first()
    receivers = _who_looks_after(group, now) if group else []
    if not receivers:
        raise NoClassTeacher(gettext_lazy("您的班级还没有班主任。请先写在“意见与投诉”里。"))
    own = TeacherMessage.objects.filter(learner=actor, author=actor, written_at__gt=now - timedelta(hours=1))
    if own.count() >= MOST_AN_HOUR:
        raise TooManyToTeacher(gettext_lazy("这一小时写得较多，请过一会儿再写。前面的都收到了。"))
    message = TeacherMessage.objects.create(learner=actor, author=actor, text=text, written_at=now)
    title = _("%(name)s给班主任留言") % {"name": actor.full_name}
    notify_many(person_ids=receivers, kind="outreach.to_teacher", title=title, body=text, link=link, now=now)
    return message


@transaction.atomic
def answer_learner(*, actor: Scope, learner: Person, text: str, link: str, now: datetime) -> TeacherMessage:
    """Write to a learner of one's class; what she had written counts as answered.

    :raises OutOfScope: when the actor does not look after her.
    :raises MessageSaysNothing: without words.
    """
    demand_care(actor, learner)
    text = _worded(text)
    message = TeacherMessage.objects.create(learner=learner, author_id=actor.actor_id, text=text, written_at=now)
    settle_messages(actor=actor, learner=learner, now=now)
    notify(person_id=learner.pk, kind="outreach.from_teacher", title=_("班主任给您留言"), body=text, link=link, now=now)
    return message


@transaction.atomic
def settle_messages(*, actor: Scope, learner: Person, now: datetime) -> int:
    """Put a learner's messages aside as seen; how many waited.

    :raises OutOfScope: when the actor does not look after her.
    """
    demand_care(actor, learner)
    settled = TeacherMessage.objects.filter(learner=learner, author=learner, seen_at__isnull=True).update(seen_at=now)
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb="outreach.settle_messages",
        subject=("person", learner.pk),
        unit_path=learner.unit.path,
        detail={"messages": settled},
    )
    return settled


@transaction.atomic
def read_teachers_messages(*, actor: Person, now: datetime) -> int:
    """Mark what the class teacher wrote as read by the learner; how many were new."""
    new = TeacherMessage.objects.filter(learner=actor, seen_at__isnull=True).exclude(author=actor)
    return new.update(seen_at=now)


def _worded(text: str) -> str:
    text = text.strip()[:LONGEST_MESSAGE]
    if not text:
        raise MessageSaysNothing(gettext_lazy("请先写几句话再发。"))
    return text


def _who_looks_after(group: ClassGroup, now: datetime) -> list[int]:
    today = timezone.localdate(now)
    standing_in = ClassSubstitute.objects.filter(class_group=group, since__lte=today, until__gte=today)
    people = [*standing_in.values_list("person_id", flat=True), *([group.teacher_id] if group.teacher_id else [])]
    return list(Person.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))
