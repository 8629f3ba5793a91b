"""Giving credit after an appeal: what was taken back, or what a lost stretch of study would have earned (C2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import Course
from yuanjiao.credits import ledger
from yuanjiao.credits.actions.award import COURSE
from yuanjiao.credits.conversion import credit_of_course
from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.credits.policy import credit_rules
from yuanjiao.credits.years import year_of
from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope


class AlreadyRestored(Exception):
    """The credit has been given before."""

    def __init__(self) -> None:
        super().__init__(_("这条学分已经补记过了。"))


@dataclass(frozen=True, slots=True)
class Restored:
    """What is given: to whom, in which year and part, how much, for what, and on what it rests."""

    learner: Person
    year: int
    category: str
    hundredths: int
    source_kind: str
    source_id: int
    title: str
    evidence: dict[str, Any]
    kind: EntryKind = EntryKind.RESTORED
    rule_version: int = 0


@transaction.atomic
def restore_reversed(*, actor: Person, reversal: LedgerEntry, reason: str, now: datetime) -> LedgerEntry:
    """Give back what a reversal took, in the year that it counted for; nothing in the ledger is changed.

    :raises OutOfScope: when the actor may not correct credits where the reversal was entered.
    :raises AlreadyRestored: when it has been given back before.
    """
    learner = Person.everyone.select_related("unit").get(pk=reversal.learner_id)
    evidence = {"restores": reversal.sequence, "reason": reason}
    credit = Restored(
        learner, reversal.year, reversal.category, -reversal.hundredths, "restored", reversal.pk, reversal.title,
        evidence,
    )  # fmt: skip
    return give(actor=actor, credit=credit, now=now)


def course_worth(course: Course, at: datetime) -> tuple[int, int]:
    """The version of the credit rules at a moment, and what a course is worth by it in hundredths."""
    version, rules = credit_rules(at)
    return version, credit_of_course(course.credit_hundredths, course.duration_ms, rules.micro_steps)


@transaction.atomic
def give_course(
    *, actor: Person, learner: Person, course: Course, evidence: dict[str, Any], now: datetime
) -> LedgerEntry:
    """Credit a course whose study was lost; it stands as its completion, so completing it later earns nothing twice.

    :raises OutOfScope: when the actor may not correct credits in the learner's unit.
    :raises AlreadyRestored: when the course is credited.
    """
    version, worth = course_worth(course, now)
    credit = Restored(
        learner, year_of(now), course.category, worth, COURSE, course.pk, course.title, evidence,
        EntryKind.COMPLETION, version,
    )  # fmt: skip
    return give(actor=actor, credit=credit, now=now)


@transaction.atomic
def give(*, actor: Person, credit: Restored, now: datetime) -> LedgerEntry:
    """Enter a credit that an appeal found to be due.

    :raises OutOfScope: when the actor may not correct credits in the learner's unit.
    :raises AlreadyRestored: when its source has been credited before.
    """
    Scope.of(actor, now).demand(Permission.CREDITS_CORRECT, credit.learner.unit)
    entry, new = ledger.enter(
        ledger.Line(
            learner_id=credit.learner.pk,
            at=now,
            year=credit.year,
            kind=credit.kind,
            category=credit.category,
            hundredths=credit.hundredths,
            source_kind=credit.source_kind,
            source_id=credit.source_id,
            title=credit.title,
            evidence=credit.evidence,
            rule_version=credit.rule_version,
        )
    )
    if not new:
        raise AlreadyRestored
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb="credits.restore",
        subject=("ledger_entry", entry.pk),
        unit_path=entry.unit_path,
        detail={"learner_id": entry.learner_id, "sequence": entry.sequence, "hundredths": entry.hundredths},
    )
    return entry
