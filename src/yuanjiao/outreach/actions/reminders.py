"""Reminding learners of their year, with days of rest between (A18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.actions.delivering import start_delivering
from yuanjiao.outreach.actions.letters import leave_letters, open_deliveries, worded, write_letters
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.models import DeliveryState, Reminder, ReminderChannel
from yuanjiao.outreach.rest import rested

MOST_AT_ONCE = 200


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
    """Remind people, each with her own figures in the text; whoever was reminded lately is passed over.

    The notice is there at once; mail and short messages go by a job, by day, to those who have an address or number.

    :param text: may hold the words of `outreach.wording`, which are filled in for each.
    :param link: the page the notice leads to.
    :returns: the reminders that were made.
    :raises NothingToSay: without words.
    :raises NoWay: without a channel.
    :raises TooManyAtOnce: beyond two hundred people.
    """  # fmt: skip
    text = worded(text, channels)
    if len(person_ids) > MOST_AT_ONCE:
        raise TooManyAtOnce(gettext_lazy("一次最多提醒 200 人，请分几次发。"))
    made = write_letters(actor.actor_id, list(to_remind(actor, person_ids, now)), text, now)
    deliveries = open_deliveries(made, channels)
    if ReminderChannel.NOTICE in channels:
        leave_letters(made, link, now)
    if waiting := [each.pk for each in deliveries if each.state == DeliveryState.WAITING]:
        start_delivering({"deliveries": waiting}, actor.actor_id, now)
    if made:
        _record(actor, made, now)
    return made


def to_remind(actor: Scope, person_ids: Collection[int], now: datetime) -> Iterable[Person]:
    """Those of the people whom the actor may remind, and who were not reminded lately.

    Unlike a mailing this also reaches those who have met the year: a class teacher may praise whom she chose.
    """
    people = actor.people(Permission.LEARNERS_REMIND).filter(~rested(now), pk__in=person_ids)
    return people.filter(is_active=True, is_learner=True).select_related("unit").order_by("initials", "pk")


def _record(actor: Scope, reminders: Sequence[Reminder], now: datetime) -> None:
    """One entry for each unit, so that the tier above each reads of its own people."""
    units: defaultdict[str, list[Reminder]] = defaultdict(list)
    for each in reminders:
        units[each.unit_path].append(each)
    for path, theirs in units.items():
        audit.record(
            at=now,
            actor_id=actor.actor_id,
            verb="outreach.remind",
            subject=("reminder", theirs[0].pk),
            unit_path=path,
            detail={"people": [each.person_id for each in theirs]},
        )
