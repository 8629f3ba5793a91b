"""Appealing against a lost minute, a lost credit, or a review, and deciding about it (C2, C8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from yuanjiao.credits import public as books
from yuanjiao.credits.models import LedgerEntry
from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import OutOfScope, Permission, Scope, who_may
from yuanjiao.outreach.actions.notices import notify, notify_many
from yuanjiao.outreach.appeals import Against, evidence_of, givable
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.models import Appeal, AppealState, AppealSubject
from yuanjiao.outreach.policy import appeal_rules

TOLD_AT_MOST = 20
"""How many of those who may decide are told of a new appeal; the queue shows it to all."""


class AppealEmpty(OutreachFailure):
    """An appeal without words."""


class AppealWaits(OutreachFailure):
    """The same appeal waits already."""


class AppealTooLate(OutreachFailure):
    """What it is against lies too long behind."""


class AppealDecided(OutreachFailure):
    """Somebody has decided it meanwhile."""


class OwnDecision(OutreachFailure):
    """Somebody was to decide about her own decision."""


class AnswerMissing(OutreachFailure):
    """A decision without an answer."""


@transaction.atomic
def appeal(*, actor: Person, against: Against, text: str, page: str, now: datetime) -> Appeal:
    """Appeal; those who may decide are told, and the term begins.

    :param page: the page where it is decided, with ``{}`` for its number.
    :raises AppealEmpty: without words.
    :raises AppealTooLate: when the decision is older than the rule allows.
    :raises AppealWaits: when the same appeal waits already.
    """
    if not text.strip():
        raise AppealEmpty(gettext_lazy("请写清楚发生了什么，您希望怎么处理。"))
    version, rules = appeal_rules(now)
    if against.at and against.at < now - timedelta(days=rules.open_days):
        raise AppealTooLate(gettext_lazy("这件事过去太久，已超过申诉的期限。有疑问仍可以写在“意见与投诉”里。"))
    try:
        with transaction.atomic():
            made = Appeal.objects.create(
                learner=actor,
                subject=against.subject,
                sequence=against.sequence,
                lesson_id=against.lesson_id,
                review_id=against.review_id,
                title=against.title[:160],
                text=text.strip(),
                written_at=now,
                due_on=timezone.localdate(now) + timedelta(days=rules.term_days),
                term_version=version,
                unit_path=actor.unit.path,
                first_decider_id=against.decided_by,
            )
    except IntegrityError as twice:
        raise AppealWaits(gettext_lazy("同一件事的申诉已经在处理，结果会发通知给您。")) from twice
    _tell_deciders(made, page.format(made.pk), now)
    return made


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided about an appeal; for a lost lesson also whether its course is credited."""

    granted: bool
    answer: str
    with_course: bool = False


@transaction.atomic
def decide_appeal(*, actor: Person, appeal_id: int, ruling: Ruling, page: str, now: datetime) -> Appeal:
    """Decide an appeal, give the credit that is due, keep the evidence as it stands, and tell both sides.

    :param page: the learner's page of her appeals.
    :raises OutOfScope: when the actor may not correct credits there, or is the learner herself.
    :raises AppealDecided: when somebody has decided it meanwhile.
    :raises OwnDecision: when the appeal is against the actor's own decision.
    :raises AnswerMissing: without an answer.
    """
    found = Appeal.objects.select_for_update().get(pk=appeal_id)
    Scope.of(actor, now).demand(Permission.CREDITS_CORRECT, found.unit_path)
    if actor.pk == found.learner_id:
        raise OutOfScope
    if found.state != AppealState.WAITING:
        raise AppealDecided(gettext_lazy("这件申诉已经有人处理了。"))
    if actor.pk == found.first_decider_id:
        raise OwnDecision(gettext_lazy("原来的决定是您作的，申诉要由另一个人处理。"))
    if not ruling.answer.strip():
        raise AnswerMissing(gettext_lazy("请写明答复，学员会看到。"))
    found.evidence = evidence_of(found)
    found.restored = _given(actor, found, ruling, now) if ruling.granted else []
    found.state = AppealState.GRANTED if ruling.granted else AppealState.REFUSED
    found.answer, found.decided_by, found.decided_at = ruling.answer.strip(), actor, now
    found.save(update_fields=["evidence", "restored", "state", "answer", "decided_by", "decided_at"])
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb="outreach.decide_appeal",
        subject=("appeal", found.pk),
        unit_path=found.unit_path,
        detail={"state": found.state, "restored": found.restored},
    )
    _tell_both(found, page, now)
    return found


def _given(actor: Person, found: Appeal, ruling: Ruling, now: datetime) -> list[int]:
    """The ledger lines that were entered, by their sequence."""
    due = givable(found, now)
    try:
        if found.subject != AppealSubject.LESSON:
            return [_restored(actor, reversal, ruling, now) for reversal in due.reversals]
        if not (ruling.with_course and due.course):
            return []
        evidence = {"appeal": found.pk, "reason": ruling.answer.strip()}
        give = partial(books.give_course, actor=actor, learner=found.learner, course=due.course)
        return [give(evidence=evidence, now=now).sequence]
    except books.AlreadyRestored as problem:
        raise AppealDecided(str(problem)) from problem


def _restored(actor: Person, reversal: LedgerEntry, ruling: Ruling, now: datetime) -> int:
    return books.restore_reversed(actor=actor, reversal=reversal, reason=ruling.answer.strip(), now=now).sequence


def _tell_deciders(made: Appeal, link: str, now: datetime) -> None:
    deciders = who_may(Permission.CREDITS_CORRECT, made.unit_path, now).exclude(
        pk__in=[made.learner_id, made.first_decider_id or 0]
    )
    numbers = list(deciders.order_by("-unit__path").values_list("pk", flat=True)[:TOLD_AT_MOST])
    title = _("新的申诉：%(title)s") % {"title": made.title}
    notify_many(person_ids=numbers, kind="outreach.appeal", title=title, body=made.text, link=link, now=now)


def _tell_both(found: Appeal, page: str, now: datetime) -> None:
    with override(found.learner.language):
        title = _("申诉已支持：%(title)s") if found.state == AppealState.GRANTED else _("申诉未支持：%(title)s")
        notify(
            person_id=found.learner_id, kind="outreach.appeal_decided", title=title % {"title": found.title},
            body=found.answer, link=page, now=now,
        )  # fmt: skip
    if found.first_decider_id is not None:
        title = _("您的一项决定经申诉重新处理：%(title)s") % {"title": found.title}
        notify(
            person_id=found.first_decider_id, kind="outreach.appeal_decided", title=title, body=found.answer, now=now
        )
