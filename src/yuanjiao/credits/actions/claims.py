"""Claiming credits for offline training, and deciding such claims (A16)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits import deciding, events, evidence, ledger
from yuanjiao.credits.conversion import WHOLE_DAY, credit_of_days
from yuanjiao.credits.deciding import AlreadyDecided, AnswerMissing
from yuanjiao.credits.models import ClaimState, CreditClaim, EntryKind, LedgerEntry, Training
from yuanjiao.credits.policy import ClaimRules, claim_rules
from yuanjiao.credits.years import date_of
from yuanjiao.kernel import audit, jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope, joint

CLAIM = "claim"
"""The ledger's source kind."""
APPROVE_TRAINING = "credits.approve_training"
"""The kind of job; its work is in `tasks`."""
REASON_LENGTH = 300


class ClaimRefused(Exception):
    """A training that cannot be claimed as it was told; `field` is what to change."""

    field = ""


class TrainingNotOver(ClaimRefused):
    """It is still to come, or goes on."""

    field = "ends_on"

    def __init__(self) -> None:
        super().__init__(_("培训结束以后才能申报。"))


class ClaimedTooLate(ClaimRefused):
    """The term of claiming is over."""

    field = "ends_on"

    def __init__(self, days: int) -> None:
        super().__init__(
            _("培训结束 %(days)s 天以内可以申报，这次已经过期。有特殊情况请与单位管理员联系。") % {"days": days}
        )


class DaysDoNotFit(ClaimRefused):
    """More days of training than there are from the first to the last."""

    field = "days"

    def __init__(self, most: int) -> None:
        super().__init__(_("从开始到结束一共 %(most)s 天，培训天数不能比它多。") % {"most": most})


class MoreThanClaimed(Exception):
    """An administrator would give more than was asked for."""

    def __init__(self) -> None:
        super().__init__(_("认定的天数不能超过申报的天数。"))


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    """A training as a form tells it."""

    title: str
    organiser: str
    place: str
    starts_on: date
    ends_on: date
    days_hundredths: int
    class_hours: int
    note: str = ""


def check_training(facts: TrainingFacts, rules: ClaimRules, now: datetime) -> None:
    """Nothing, if a training may be claimed.

    :raises ClaimRefused: when it is not over, too long ago, or does not have so many days.
    """
    today, days = date_of(now), (facts.ends_on - facts.starts_on).days + 1
    if facts.ends_on > today:
        raise TrainingNotOver
    if facts.ends_on < today - timedelta(days=rules.claim_within_days):
        raise ClaimedTooLate(rules.claim_within_days)
    if not 0 < facts.days_hundredths <= days * WHOLE_DAY:
        raise DaysDoNotFit(days)


@transaction.atomic
def submit_claim(
    *, actor: Person, facts: TrainingFacts, files: Sequence[evidence.Offered], now: datetime
) -> CreditClaim:
    """Claim the credit of a training that the actor herself attended.

    :raises ClaimRefused: when the training may not be claimed as it was told.
    :raises EvidenceMissing: without a file.
    :raises EvidenceRefused: when a file cannot be taken.
    """
    training = _kept(actor, facts, files, now, for_many=False)
    claim = _new_claims(training, [actor], now)[0]
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb="credits.claim",
        subject=("credit_claim", claim.pk),
        unit_path=str(actor.unit.path),
        detail={"training": training.title, "days": facts.days_hundredths},
    )
    return claim


@transaction.atomic
def tell_training(
    *, actor: Person | None, facts: TrainingFacts, files: Sequence[evidence.Offered], now: datetime
) -> Training:
    """Keep what a training of many was, with its evidence; nobody has claimed it yet.

    :raises ClaimRefused: when it may not be claimed as it was told.
    :raises EvidenceMissing: without a file.
    :raises EvidenceRefused: when a file cannot be taken.
    """
    return _kept(actor, facts, files, now, for_many=True)


def _kept(
    actor: Person | None, facts: TrainingFacts, files: Sequence[evidence.Offered], now: datetime, *, for_many: bool
) -> Training:
    check_training(facts, claim_rules(now).rules, now)
    sound = evidence.sound(files)
    if not sound:
        raise evidence.EvidenceMissing
    training = Training.objects.create(**asdict(facts), for_many=for_many, submitted_by=actor, submitted_at=now)
    evidence.keep(sound, training, now)
    return training


@transaction.atomic
def claim_for(*, actor: Person, training: Training, learners: Iterable[Person], now: datetime) -> int:
    """Claim a training for its attendants; how many claims are new. Whoever has claimed it already is passed over.

    :raises OutOfScope: when one of them is not in the actor's units.
    """
    scope = Scope.of(actor, now)
    known = set(training.claims.values_list("learner_id", flat=True))
    fresh = [learner for learner in learners if learner.pk not in known]
    for learner in fresh:
        scope.demand(Permission.CLAIMS_DECIDE, learner.unit)
    claims = _new_claims(training, fresh, now)
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb="credits.claim_for",
        subject=("training", training.pk),
        unit_path=joint([str(learner.unit.path) for learner in fresh] or [str(actor.unit.path)]),
        detail={"training": training.title, "learners": [claim.learner_id for claim in claims]},
    )
    return len(claims)


def _new_claims(training: Training, learners: Sequence[Person], now: datetime) -> list[CreditClaim]:
    due_on = date_of(now) + timedelta(days=claim_rules(now).rules.decide_within_days)
    tiers = deciding.deepest_tiers(learners, Permission.CLAIMS_DECIDE, now)
    return CreditClaim.objects.bulk_create(
        CreditClaim(training=training, learner=learner, submitted_at=now, due_on=due_on, deepest_tier=tiers[learner.pk])
        for learner in learners
    )


@transaction.atomic
def withdraw_claim(*, actor: Person, claim_id: int, now: datetime) -> CreditClaim:
    """Take one's own claim back while nobody has decided it.

    :raises CreditClaim.DoesNotExist: when it is not hers.
    :raises AlreadyDecided: when it was decided.
    """
    claim = CreditClaim.objects.select_for_update().get(pk=claim_id, learner=actor)
    if not claim.waits:
        raise AlreadyDecided
    claim.state = ClaimState.WITHDRAWN
    claim.save(update_fields=["state"])
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb="credits.withdraw_claim",
        subject=("credit_claim", claim.pk),
        unit_path=str(actor.unit.path),
    )
    return claim


@transaction.atomic
def decide_claim(
    *, actor: Person | None, claim_id: int, days_hundredths: int, reason: str, now: datetime
) -> CreditClaim:
    """Approve a claim, in whole or for fewer days, or refuse it (no days); the credit is in the ledger at once.

    The credit counts for the year in which the training ended, by the conversion in force now. The learner is told.

    :raises OutOfScope: when the learner is in none of the actor's units.
    :raises DecidesHerOwn: when it is her own, she told of it, or the tier above must decide.
    :raises AlreadyDecided: when it was decided or withdrawn.
    :raises MoreThanClaimed: when the days are more than were claimed.
    :raises AnswerMissing: when they are fewer and no reason is given.
    """
    claims = CreditClaim.objects.select_for_update(of=("self",)).select_related("training", "learner__unit")
    claim = claims.get(pk=claim_id)
    scope = Scope.of_system() if actor is None else Scope.of(actor, now)
    deciding.demand(scope, Permission.CLAIMS_DECIDE, claim, claim.training.submitted_by_id)
    reason = reason.strip()[:REASON_LENGTH]
    if not claim.waits:
        raise AlreadyDecided
    if days_hundredths > claim.training.days_hundredths:
        raise MoreThanClaimed
    if days_hundredths < claim.training.days_hundredths and not reason:
        raise AnswerMissing
    version, rules = claim_rules(now)
    claim.approved_days_hundredths = days_hundredths
    claim.hundredths = credit_of_days(days_hundredths, rules.day_hundredths)
    claim.state, claim.reason, claim.rule_version = _state(claim), reason, version
    claim.decided_by, claim.decided_at = actor, now
    claim.save()
    entry = _enter(claim, rules, now) if claim.hundredths else None
    _record(claim, now)
    events.tell(events.claim_decided, events.ClaimDecided(claim, entry.sequence if entry else None, now))
    return claim


def _state(claim: CreditClaim) -> ClaimState:
    if not claim.hundredths:
        return ClaimState.REFUSED
    whole = claim.approved_days_hundredths == claim.training.days_hundredths
    return ClaimState.APPROVED if whole else ClaimState.PARTLY


def _enter(claim: CreditClaim, rules: ClaimRules, now: datetime) -> LedgerEntry:
    training = claim.training
    return ledger.enter(
        ledger.Line(
            learner_id=claim.learner_id,
            at=now,
            year=training.ends_on.year,
            kind=EntryKind.CLAIM,
            category=str(rules.category),
            hundredths=claim.hundredths,
            source_kind=CLAIM,
            source_id=claim.pk,
            title=training.title,
            evidence={
                "training": training.pk,
                "organiser": training.organiser,
                "place": training.place,
                "starts_on": training.starts_on.isoformat(),
                "ends_on": training.ends_on.isoformat(),
                "days_claimed": training.days_hundredths,
                "days_approved": claim.approved_days_hundredths,
                "day_hundredths": rules.day_hundredths,
                "files": evidence.told_in_ledger(training),
                "decided_by": claim.decided_by_id,
                "reason": claim.reason,
            },
            rule_version=claim.rule_version,
        )
    ).entry


def _record(claim: CreditClaim, now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=claim.decided_by_id,
        verb="credits.decide_claim",
        subject=("credit_claim", claim.pk),
        unit_path=str(claim.learner.unit.path),
        detail={
            "learner_id": claim.learner_id,
            "state": str(claim.state),
            "days": claim.approved_days_hundredths,
            "hundredths": claim.hundredths,
            "reason": claim.reason,
        },
    )


def mark_reversed(entry: LedgerEntry) -> None:
    """The credit of a claim has been taken back: the claim says so; within the reversal's transaction."""
    if entry.source_kind == CLAIM:
        CreditClaim.objects.filter(pk=entry.source_id).update(state=ClaimState.REVERSED)


@transaction.atomic
def approve_training(*, actor: Person, training: Training, now: datetime) -> BackgroundJob:
    """Approve in the background every claim of a training that waits for the actor; the job tells how far it is."""
    job = jobs.start(
        APPROVE_TRAINING,
        owner_id=actor.pk,
        title=gettext("认定：%(training)s") % {"training": training.title},
        arguments={"training": training.pk},
        now=now,
    )
    where = training.claims.order_by().values_list("learner__unit__path", flat=True).distinct()
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb="credits.approve_training",
        subject=("training", training.pk),
        unit_path=joint(where),
        detail={"job": job.key},
    )
    return job
