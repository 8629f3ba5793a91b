"""Deciding about signals of study that might not be a person's (C8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from yuanjiao.credits import public as books
from yuanjiao.credits.models import LedgerEntry
from yuanjiao.kernel import audit
from yuanjiao.learning.public import settle_signals
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import OutOfScope, Permission, Scope
from yuanjiao.outreach.actions.notices import notify
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.models import StudyReview, Verdict


class ReviewNeedsReason(OutreachFailure):
    """A decision without a word why."""


class NothingToReview(OutreachFailure):
    """No signal waits: somebody else has decided."""


class NothingChosen(OutreachFailure):
    """Credits were to be taken back, but none was chosen."""


class CreditGone(OutreachFailure):
    """A chosen credit has been taken back meanwhile."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided, why, and which ledger entries are taken back; `until`: the newest signal that was seen."""

    verdict: Verdict
    reason: str
    until: datetime
    sequences: Collection[int] = ()


@transaction.atomic
def decide_review(
    *, actor: Person, learner: Person, decision: Decision, appeal_page: str, now: datetime
) -> StudyReview:
    """Settle a learner's signals with a decision, take credits back if it says so, and tell her.

    Whoever is cleared is not told: nothing has changed for her.

    :param appeal_page: where she appeals; ``?review=`` and the number are added.
    :raises OutOfScope: when the actor may not review study there, or not correct credits, or is the learner herself.
    :raises ReviewNeedsReason: without a reason.
    :raises NothingToReview: when no signal waits any more.
    :raises NothingChosen: when credits are to be taken back and none was chosen.
    :raises CreditGone: when a chosen credit has been taken back meanwhile.
    """
    scope = Scope.of(actor, now)
    scope.demand(Permission.STUDY_REVIEW, learner.unit)
    if actor.pk == learner.pk:
        raise OutOfScope
    if not decision.reason.strip():
        raise ReviewNeedsReason(gettext_lazy("请写明理由；除“没有问题”外，学员会看到。"))
    settled = settle_signals(learner_id=learner.pk, until=decision.until, now=now)
    if not settled:
        raise NothingToReview(gettext_lazy("这名学员的信号已经有人处理了。"))
    sequences = _taken_back(actor, learner, decision, now) if decision.verdict is Verdict.REVERSE else []
    review = StudyReview.objects.create(
        learner=learner,
        verdict=decision.verdict,
        reason=decision.reason.strip(),
        signals=[{"kind": each.kind, "day": each.day.isoformat(), "detail": each.detail} for each in settled],
        sequences=sequences,
        decided_by=actor,
        decided_at=now,
        unit_path=learner.unit.path,
    )
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb="outreach.decide_review",
        subject=("person", learner.pk),
        unit_path=learner.unit.path,
        detail={"review": review.pk, "verdict": review.verdict, "sequences": sequences},
    )
    if decision.verdict is not Verdict.CLEAR:
        _tell(review, f"{appeal_page}?review={review.pk}", now)
    return review


def _taken_back(actor: Person, learner: Person, decision: Decision, now: datetime) -> list[int]:
    wanted = sorted(set(decision.sequences))
    entries = list(LedgerEntry.objects.filter(learner_id=learner.pk, sequence__in=wanted).order_by("sequence"))
    if not entries:
        raise NothingChosen(gettext_lazy("请选出要冲正的学分；一条也不冲正，就选“提醒注意”。"))
    for entry in entries:
        try:
            books.reverse(actor=actor, entry=entry, reason=decision.reason, now=now)
        except (books.AlreadyReversed, books.NotReversible) as problem:
            raise CreditGone(str(problem)) from problem
    return [entry.sequence for entry in entries]


def _tell(review: StudyReview, link: str, now: datetime) -> None:
    with override(review.learner.language):
        if review.verdict == Verdict.REVERSE:
            title = _("学习核查：%(number)s 条学分已冲正") % {"number": len(review.sequences)}
            what = _("系统发现有些学习记录不像是本人在学，经人工核查，冲正了相应的学分。")
        else:
            title = _("学习核查：请注意")
            what = _("系统发现有些学习记录不像是本人在学，经人工核查，请您注意。学分没有改变。")
        after = _("理由：%(reason)s。如果您认为不对，点开这条通知就可以申诉，会由另一个人重新处理。")
        notify(
            person_id=review.learner_id,
            kind="outreach.study_review",
            title=title,
            body=f"{what}\n{after % {'reason': review.reason}}",
            link=link,
            now=now,
        )
