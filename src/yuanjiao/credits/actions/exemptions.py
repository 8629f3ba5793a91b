"""Exempting learners from a part of the year, and ending that early (A16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits import deciding, enrolment, events, evidence, ledger
from yuanjiao.credits.deciding import AlreadyDecided, AnswerMissing
from yuanjiao.credits.models import Exemption, ExemptionState
from yuanjiao.credits.policy import exemption_rules
from yuanjiao.credits.years import date_of
from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope

LONGEST_DAYS = 366 * 3


class ExemptionTooLong(Exception):
    """A period that is rather a typing error."""

    def __init__(self) -> None:
        super().__init__(_("一次最多三年，请核对日期；更长的到期再续。"))


class ExemptionNotRunning(Exception):
    """It cannot be ended on that day."""

    def __init__(self) -> None:
        super().__init__(_("只能在豁免期内提前结束：最后一天要在开始日期之后、原定结束日期之前。"))


@dataclass(frozen=True, slots=True)
class ExemptionFacts:
    """An exemption as a form tells it: why, from when, until when."""

    reason: str
    starts_on: date
    ends_on: date
    note: str = ""


@transaction.atomic
def request_exemption(
    *, actor: Person, facts: ExemptionFacts, files: Sequence[evidence.Offered], now: datetime
) -> Exemption:
    """Ask for an exemption of one's own.

    :raises ExemptionTooLong: when the period is over three years.
    :raises EvidenceMissing: without a file.
    :raises EvidenceRefused: when a file cannot be taken.
    """
    sound = evidence.sound(files)
    if not sound:
        raise evidence.EvidenceMissing
    exemption = _new(actor, actor, facts, now)
    evidence.keep(sound, exemption, now)
    _record(exemption, "request", actor, now)
    return exemption


@transaction.atomic
def grant_exemption(
    *, actor: Person | None, learner: Person, facts: ExemptionFacts, files: Sequence[evidence.Offered], now: datetime
) -> Exemption:
    """Exempt a learner who cannot ask for it herself; her requirement follows at once.

    :param actor: none for the installation itself.
    :raises OutOfScope: when the learner is in none of the actor's units.
    :raises DecidesHerOwn: when it is herself, or the tier above must decide.
    :raises ExemptionTooLong: when the period is over three years.
    :raises EvidenceRefused: when a file cannot be taken.
    """
    sound = evidence.sound(files)
    exemption = _new(actor, learner, facts, now)
    evidence.keep(sound, exemption, now)
    return decide_exemption(actor=actor, exemption_id=exemption.pk, granted=True, answer="", now=now)


def _new(actor: Person | None, learner: Person, facts: ExemptionFacts, now: datetime) -> Exemption:
    if (facts.ends_on - facts.starts_on).days >= LONGEST_DAYS:
        raise ExemptionTooLong
    return Exemption.objects.create(
        **asdict(facts),
        learner=learner,
        requested_by=actor,
        requested_at=now,
        due_on=date_of(now) + timedelta(days=exemption_rules(now).rules.decide_within_days),
        deepest_tier=deciding.deepest_tiers([learner], Permission.EXEMPTIONS_DECIDE, now)[learner.pk],
    )


@transaction.atomic
def decide_exemption(
    *, actor: Person | None, exemption_id: int, granted: bool, answer: str, now: datetime
) -> Exemption:
    """Grant or refuse an exemption; what the years require of the learner follows in the same moment, and she is told.

    :raises OutOfScope: when the learner is in none of the actor's units.
    :raises DecidesHerOwn: when it is her own, or the tier above must decide.
    :raises AlreadyDecided: when it was decided or withdrawn.
    :raises AnswerMissing: when it is refused without a reason.
    """
    exemption = _locked(exemption_id)
    scope = Scope.of_system() if actor is None else Scope.of(actor, now)
    deciding.demand(scope, Permission.EXEMPTIONS_DECIDE, exemption)
    answer = answer.strip()[:300]
    if not exemption.waits:
        raise AlreadyDecided
    if not granted and not answer:
        raise AnswerMissing
    exemption.state = ExemptionState.GRANTED if granted else ExemptionState.REFUSED
    exemption.answer, exemption.rule_version = answer, exemption_rules(now).version
    exemption.decided_by, exemption.decided_at = actor, now
    exemption.save()
    _record(exemption, "grant" if granted else "refuse", actor, now)
    _follow(exemption, now)
    return exemption


@transaction.atomic
def end_exemption(*, actor: Person | None, exemption_id: int, last_day: date, now: datetime) -> Exemption:
    """End a granted exemption before its time: the learner is back; her requirement follows at once.

    :raises OutOfScope: when the learner is in none of the actor's units.
    :raises DecidesHerOwn: when it is her own, or the tier above must decide.
    :raises ExemptionNotRunning: when the day is not within it.
    """
    exemption = _locked(exemption_id)
    scope = Scope.of_system() if actor is None else Scope.of(actor, now)
    deciding.demand(scope, Permission.EXEMPTIONS_DECIDE, exemption)
    running = exemption.state == ExemptionState.GRANTED
    if not running or not exemption.starts_on <= last_day < exemption.last_day:
        raise ExemptionNotRunning
    exemption.ended_on = last_day
    exemption.save(update_fields=["ended_on"])
    _record(exemption, "end", actor, now)
    _follow(exemption, now)
    return exemption


@transaction.atomic
def withdraw_exemption(*, actor: Person, exemption_id: int, now: datetime) -> Exemption:
    """Take one's own request back while nobody has decided it.

    :raises Exemption.DoesNotExist: when it is not hers.
    :raises AlreadyDecided: when it was decided.
    """
    exemption = Exemption.objects.select_for_update().get(pk=exemption_id, learner=actor)
    if not exemption.waits:
        raise AlreadyDecided
    exemption.state = ExemptionState.WITHDRAWN
    exemption.save(update_fields=["state"])
    _record(exemption, "withdraw", actor, now)
    return exemption


def _locked(exemption_id: int) -> Exemption:
    rows = Exemption.objects.select_for_update(of=("self",)).select_related("learner__unit")
    return rows.get(pk=exemption_id)


def _follow(exemption: Exemption, now: datetime) -> None:
    """Ask the years that it touches anew, the year after them too, which may take something over; tell the learner."""
    # All years are locked before the units above the first of them are (decision 7).
    for year in ledger.lock_accounts(exemption.learner_id):
        if year >= exemption.starts_on.year:
            enrolment.hold_again([exemption.learner_id], year, now)
    events.tell(events.exemption_decided, events.ExemptionDecided(exemption, now))


def _record(exemption: Exemption, act: str, actor: Person | None, now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=actor.pk if actor else None,
        verb=f"credits.{act}_exemption",
        subject=("exemption", exemption.pk),
        unit_path=str(exemption.learner.unit.path),
        detail={
            "learner_id": exemption.learner_id,
            "reason": str(exemption.reason),
            "from": exemption.starts_on.isoformat(),
            "to": exemption.last_day.isoformat(),
            "answer": exemption.answer,
        },
    )
