"""The catalogue's dated rules: how many auditors a course needs, how the review board weighs, when licences are due."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from yuanjiao.kernel import policy

AUDIT = "course_audit"
REVIEW = "course_review"
LICENCES = "licences"

Weight = Annotated[int, msgspec.Meta(ge=0, le=100)]
DaysAhead = Annotated[int, msgspec.Meta(ge=1, le=730)]


class AuditRules(msgspec.Struct, frozen=True):
    """How many auditors pass a course before it goes online, and how many of them come from outside.

    None of either: editors bring courses online by themselves.
    """

    auditors: Annotated[int, msgspec.Meta(ge=0, le=9)] = 1
    external: Annotated[int, msgspec.Meta(ge=0, le=9)] = 0


class ReviewRules(msgspec.Struct, frozen=True):
    """What counts how much in a course's score, and from when a course is old.

    Only the proportions of the weights matter. `ratings_least`: with fewer ratings than this, stars say nothing
    yet and are left out. `old_after_months`: the age at which nothing is left of the points for being recent.
    `weak_below`: courses under this score are pointed out.
    """

    use: Weight = 30
    completion: Weight = 25
    rating: Weight = 25
    age: Weight = 10
    licence: Weight = 10
    ratings_least: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 5
    old_after_months: Annotated[int, msgspec.Meta(ge=6, le=240)] = 60
    weak_below: Annotated[int, msgspec.Meta(ge=0, le=100)] = 40


class LicenceRules(msgspec.Struct, frozen=True):
    """How many days before a licence ends its editors are reminded: three times, each time nearer."""

    first: DaysAhead = 90
    second: DaysAhead = 30
    last: DaysAhead = 7

    @property
    def remind_days(self) -> tuple[int, int, int]:
        """All three."""
        return self.first, self.second, self.last


def audit_rules(at: datetime) -> AuditRules:
    """The rules of audit in force; one query."""
    return policy.rules(AUDIT, AuditRules, at)[1]


def review_rules(at: datetime) -> ReviewRules:
    """The review board's rules in force; one query."""
    return policy.rules(REVIEW, ReviewRules, at)[1]


def licence_rules(at: datetime) -> LicenceRules:
    """The rules of licences in force; one query."""
    return policy.rules(LICENCES, LicenceRules, at)[1]
