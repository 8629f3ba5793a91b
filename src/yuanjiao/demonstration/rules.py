"""The credit rules of the demonstration: a daily cap and carry-over from its first day, micro-courses from today on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec

from yuanjiao.credits.public import (
    CREDIT_RULES,
    CreditRules,
    LengthStep,
    credit_rules,
    date_of,
    lower_micro_courses,
    within_the_day,
)
from yuanjiao.demonstration.plan import Plan
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.organisation.public import Scope, publish_policy

FROM_THE_FIRST_DAY = CreditRules(carry_over_hundredths=500, daily_cap_hundredths=400)
FROM_TODAY = msgspec.structs.replace(FROM_THE_FIRST_DAY, micro_steps=[LengthStep(3, 100)])
"""Its lectures last minutes, not hours, so its micro-courses are short; what is left suffices for the year."""


def settle(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Publish both versions, unless there is one; a city for measuring has the rules that the product begins with."""
    del now
    if not plan.city and not PolicyVersion.objects.filter(kind=CREDIT_RULES).exists():
        for rules, at in ((FROM_THE_FIRST_DAY, plan.begins_at), (FROM_TODAY, plan.ends_at)):
            publish_policy(actor=Scope.of_system(), kind=CREDIT_RULES, rules=rules, now=at)
    progress(1, 1)


def lower(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Let micro-courses show what they earn from today on; what the story's people earned before stays."""
    lower_micro_courses(now=max(now, plan.ends_at))
    progress(1, 1)


class Days:
    """What courses earned each learner on each day of the story, held to the cap as the ledger holds everyone to it."""

    def __init__(self, plan: Plan) -> None:
        self.version, rules = credit_rules(plan.begins_at)
        self._cap = rules.daily_cap_hundredths
        self._earned: defaultdict[tuple[int, date], int] = defaultdict(int)

    def counted(self, learner_id: int, at: datetime, worth: int) -> tuple[int, dict[str, Any]]:
        """How much of a credit still counts on its day, and the evidence where that is less than it is worth."""
        day = (learner_id, date_of(at))
        earned = self._earned[day]
        counted = within_the_day(worth, earned, self._cap)
        self._earned[day] += counted
        told = {"cap": self._cap, "worth": worth, "earned_before": earned}
        return counted, {"daily_cap": told} if counted < worth else {}
