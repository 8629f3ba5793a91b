"""A completed course earns its credit, in the transaction that completes it (A14, C2)."""

from __future__ import annotations

from yuanjiao.catalogue.models import Course
from yuanjiao.credits import ledger
from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.credits.policy import credit_rules
from yuanjiao.credits.years import year_of
from yuanjiao.learning.events import Completion

COURSE = "course"


def award(completion: Completion) -> LedgerEntry:
    """Enter the credit of a completed course; the one already there when this course is credited.

    Runs inside the completing transaction: whatever fails here undoes the completion as well.
    """
    course = Course.objects.only("title", "category", "credit_hundredths").get(pk=completion.course_id)
    return ledger.enter(
        ledger.Line(
            learner_id=completion.learner_id,
            at=completion.at,
            year=year_of(completion.at),
            kind=EntryKind.COMPLETION,
            category=course.category,
            hundredths=course.credit_hundredths,
            source_kind=COURSE,
            source_id=course.pk,
            title=course.title,
            evidence=completion.evidence,
            rule_version=credit_rules(completion.at).version,
        )
    ).entry


def on_completed(completion: Completion) -> None:
    """The hook that the learning domain calls."""
    award(completion)
