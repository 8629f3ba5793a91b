"""A completed course earns its credit, in the transaction that completes it (A14, C2)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db.models import Sum

from yuanjiao.catalogue.models import Course
from yuanjiao.credits import ledger
from yuanjiao.credits.conversion import credit_of_course, within_the_day
from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.credits.policy import credit_rules
from yuanjiao.credits.pro_rata import A_DAY
from yuanjiao.credits.years import SHANGHAI, date_of, year_of
from yuanjiao.learning.events import Completion

COURSE = "course"


def award(completion: Completion) -> LedgerEntry:
    """Enter the credit of a completed course; the one already there when this course is credited.

    Runs inside the completing transaction: whatever fails here undoes the completion as well.
    """
    course = Course.objects.only("title", "category", "credit_hundredths", "duration_ms").get(pk=completion.course_id)
    version, rules = credit_rules(completion.at)
    worth = credit_of_course(course.credit_hundredths, course.duration_ms, rules.micro_steps)
    counted, capped = _within_the_day(completion, worth, rules.daily_cap_hundredths)
    return ledger.enter(
        ledger.Line(
            learner_id=completion.learner_id,
            at=completion.at,
            year=year_of(completion.at),
            kind=EntryKind.COMPLETION,
            category=course.category,
            hundredths=counted,
            source_kind=COURSE,
            source_id=course.pk,
            title=course.title,
            evidence=completion.evidence | capped,
            rule_version=version,
        )
    ).entry


def _within_the_day(completion: Completion, worth: int, daily_cap: int) -> tuple[int, dict[str, Any]]:
    """What still counts today, and the evidence where that is less than the course is worth."""
    if not daily_cap:
        return worth, {}
    # Two courses completed at one instant must not both see the day as it was before.
    ledger.lock_accounts(completion.learner_id)
    begins = datetime.combine(date_of(completion.at), time.min, SHANGHAI)
    today = LedgerEntry.objects.filter(
        learner_id=completion.learner_id, kind=EntryKind.COMPLETION, at__gte=begins, at__lt=begins + A_DAY
    )
    earned = today.aggregate(sum=Sum("hundredths"))["sum"] or 0
    counted = within_the_day(worth, earned, daily_cap)
    told = {"cap": daily_cap, "worth": worth, "earned_before": earned}
    return counted, {"daily_cap": told} if counted < worth else {}


def on_completed(completion: Completion) -> None:
    """The hook that the learning domain calls."""
    award(completion)
