"""Reminding, or writing to, all people of a list: confirmed once, sent part by part (A17)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.kernel import audit
from yuanjiao.kernel.models import UNFINISHED, BackgroundJob, JobState
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope, joint
from yuanjiao.outreach.actions.delivering import start_delivering, waiting_of
from yuanjiao.outreach.actions.letters import AT_ONCE, leave_letters, open_deliveries, worded, write_letters
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.mailing_people import reach_of, who_of
from yuanjiao.outreach.models import (
    DeliveryState,
    LetterKind,
    Mailing,
    MailingPlace,
    MailingState,
    ReminderChannel,
    ReminderDelivery,
)
from yuanjiao.outreach.rest import rests_since

LONGEST_SUBJECT = 60
LONGEST_WORDS = 300
Step = Callable[[int, int], None]
VERBS = {LetterKind.REMINDER: "outreach.remind_many", LetterKind.MESSAGE: "outreach.write_to_many"}


class SentAlready(OutreachFailure):
    """The same page was confirmed before."""


class NobodyToReach(OutreachFailure):
    """Nobody of the list would get it."""


class NothingLeft(OutreachFailure):
    """A mailing of which nobody is left to be written to."""


class NoSubject(OutreachFailure):
    """A message without a subject."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: its words may hold the marks of `outreach.wording`; `link` is the page that the notice leads to."""

    kind: LetterKind
    text: str
    channels: Sequence[ReminderChannel]
    subject: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Lot:
    """Whom it is for: the people of a list, the list in words, and where it lies in the tree, in one place or more."""

    people: QuerySet[Person]
    words: str
    unit_paths: Sequence[str]


def start_mailing(
    *, actor: Scope, key: str, letter: Letter, lot: Lot, begin: Callable[[Mailing, int], BackgroundJob], now: datetime
) -> tuple[Mailing, BackgroundJob | None]:
    """Send to a list: at once where it is short, else by a job, which is given back.

    :param key: made with the page that asks to confirm, so that confirming twice sends once.
    :param begin: starts the job, which finds the same people again and calls `send_mailing`; told how many they are.
    :raises NothingToSay: without words.
    :raises NoWay: without a channel.
    :raises NoSubject: when a message has none.
    :raises NobodyToReach: when nobody would get it.
    :raises SentAlready: when the key has been used.
    """
    reach = reach_of(actor, lot.people, letter.kind, now)
    if not reach.people:
        raise NobodyToReach(gettext_lazy("名单里没有可以发的人。"))
    # The filters of a list may take their time: whom they find is read before anybody waits for this to be written.
    few = None if reach.whole > AT_ONCE else list(lot.people.order_by().values_list("pk", flat=True)[:AT_ONCE])
    with transaction.atomic():
        mailing = _written_down(actor, key, letter, lot, reach.people, now)
        numbers = {"people": mailing.people, "channels": mailing.channels}
        _record(actor, VERBS[LetterKind(mailing.kind)], mailing, numbers, now)
        if few is None:
            return mailing, _begin(mailing, begin(mailing, reach.whole))
        people = Person.objects.filter(pk__in=few)
        sent = send_mailing(
            actor=actor, mailing_id=mailing.pk, people=people, clock=lambda: now, step=lambda _done, _whole: None
        )
    return sent, None


def _begin(mailing: Mailing, job: BackgroundJob) -> BackgroundJob:
    Mailing.objects.filter(pk=mailing.pk).update(job=job)
    return job


@transaction.atomic
def send_rest(
    *, actor: Scope, mailing: Mailing, begin: Callable[[Mailing, int], BackgroundJob], now: datetime
) -> BackgroundJob:
    """Let a job go on with a mailing that broke off: whoever has got it gets nothing more, mail kept back goes out.

    :param mailing: the actor's own, for it is signed by her.
    :param begin: as for `start_mailing`.
    :raises NothingLeft: unless it broke off, or when somebody has pressed before.
    """
    # The job knows the list; without it nobody could say who is left.
    broken = mailing.state == MailingState.BROKEN_OFF and mailing.job is not None
    as_seen = Mailing.objects.filter(pk=mailing.pk, job=mailing.job, finished_at=None)
    if not broken or not as_seen.update(job=None, broken_off_at=None, reached_before=F("reached")):
        raise NothingLeft(gettext_lazy("这一次没有余下的人要发了。"))
    _record(actor, "outreach.send_rest", mailing, {"people": mailing.people, "reached": mailing.reached}, now)
    return _begin(mailing, begin(mailing, mailing.people))


def _written_down(actor: Scope, key: str, letter: Letter, lot: Lot, people: int, now: datetime) -> Mailing:
    message = letter.kind == LetterKind.MESSAGE
    if message and not letter.subject.strip():
        raise NoSubject(gettext_lazy("请写一个标题。"))
    said = {
        "kind": letter.kind,
        "sender_id": actor.actor_id,
        "at": now,
        # A title is one line: no mail could carry another.
        "subject": " ".join(letter.subject.split())[:LONGEST_SUBJECT] if message else "",
        "text": worded(letter.text, letter.channels),
        "channels": sorted(letter.channels),
        "link": letter.link,
        "whom": lot.words[:LONGEST_WORDS],
        "unit_path": joint(lot.unit_paths),
        "people": people,
    }
    mailing, made = Mailing.objects.get_or_create(key=key, defaults=said)
    if not made:
        raise SentAlready(gettext_lazy("这一次已经发过了，没有重发。"))
    if len(lot.unit_paths) > 1:
        MailingPlace.objects.bulk_create(MailingPlace(mailing=mailing, unit_path=path) for path in lot.unit_paths)
    return mailing


def _record(actor: Scope, verb: str, mailing: Mailing, numbers: dict[str, object], now: datetime) -> None:
    # Of several districts each has its own line, which the tiers above that one read.
    places = mailing.places.order_by("unit_path").values_list("unit_path", flat=True)
    for path in list(places) or [mailing.unit_path]:
        audit.record(
            at=now,
            actor_id=actor.actor_id,
            verb=verb,
            subject=("mailing", mailing.pk),
            unit_path=path,
            detail={"whom": mailing.whom, **numbers},
        )


def send_mailing(
    *, actor: Scope, mailing_id: int, people: QuerySet[Person], clock: Callable[[], datetime], step: Step
) -> Mailing:
    """Send to everyone of a list who gets it; work that was broken off goes on where it stood.

    :param people: the list; whoever is not the actor's to write to or has left gets nothing, and no reminder either
        whoever has met the year or was reminded lately.
    :param step: is told how many of how many were looked at.
    :raises JobCancelled: when it was cancelled.
    """
    begun_at = Mailing.objects.values_list("up_to", flat=True).get(pk=mailing_id)
    whole, looked_at = people.count(), people.filter(pk__lte=begun_at).count() if begun_at else 0
    while True:
        mailing = Mailing.objects.select_related("sender__unit").get(pk=mailing_id)
        further = people.filter(pk__gt=mailing.up_to).order_by("pk")
        part = list(further.values_list("pk", flat=True)[:AT_ONCE])
        if mailing.finished_at is not None or mailing.broken_off_at is not None:
            return mailing
        if not part:
            break
        _send_part(actor, mailing, part, clock())
        looked_at += len(part)
        step(min(looked_at, whole), whole)
    return _finish(mailing, clock())


@transaction.atomic
def _send_part(actor: Scope, mailing: Mailing, part: Sequence[int], now: datetime) -> None:
    # Two workers may hold the same part: the one that moves the place on writes it, unless all broke off meanwhile.
    stands = Mailing.objects.filter(pk=mailing.pk, up_to=mailing.up_to, broken_off_at=None)
    if not stands.update(up_to=part[-1]):
        return
    people = list(who_of(actor, part, LetterKind(mailing.kind), now))
    made = write_letters(mailing.sender_id, people, mailing.text, now, mailing)
    open_deliveries(made, mailing.channels)
    if ReminderChannel.NOTICE in mailing.channels:
        leave_letters(made, mailing.link, now)
    Mailing.objects.filter(pk=mailing.pk).update(reached=F("reached") + len(made))


@transaction.atomic
def _finish(mailing: Mailing, now: datetime) -> Mailing:
    if Mailing.objects.filter(pk=mailing.pk, finished_at=None, broken_off_at=None).update(finished_at=now):
        _let_go(mailing, now)
        start_delivering({"mailing": mailing.pk}, mailing.sender_id, now)
    mailing.refresh_from_db()
    return mailing


def _let_go(mailing: Mailing, now: datetime) -> None:
    """Let mail out that was kept back; not before the rest is written, for that may be cancelled before it begins."""
    recent = ReminderDelivery.objects.filter(reminder__day__gte=rests_since(timezone.localdate(now)))
    kept = recent.filter(reminder__mailing=mailing, state=DeliveryState.STOPPED)
    kept.update(state=DeliveryState.WAITING, problem="")


@transaction.atomic
def break_off_mailing(*, mailing_id: int, job_id: int, now: datetime) -> None:
    """Write to nobody further until its sender lets the rest be sent; mail and messages by phone are kept back so long.

    :param job_id: the job that ends; one that another has followed breaks off nothing.
    """
    hers = Q(job=None) | Q(job=job_id)
    under_way = Mailing.objects.filter(hers, pk=mailing_id, finished_at=None, broken_off_at=None)
    if under_way.update(broken_off_at=now):
        waiting_of({"mailing": mailing_id}).update(state=DeliveryState.STOPPED, problem=_("群发中途停了"))


def break_off_abandoned(*, now: datetime) -> int:
    """Break off mailings whose job ended and could not say so, being given up, or cancelled unbegun; how many."""
    ended = [state for state in JobState if state not in UNFINISHED]
    found = Mailing.objects.filter(finished_at=None, broken_off_at=None, job__state__in=ended).exclude(up_to=0)
    jobs_of = list(found.values_list("pk", "job_id"))
    for mailing_id, job_id in jobs_of:
        break_off_mailing(mailing_id=mailing_id, job_id=job_id, now=now)
    return len(jobs_of)
