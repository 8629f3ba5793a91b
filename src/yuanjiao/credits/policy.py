"""The credit rules that are dated data (C3): requirements by default, boards shown where, names shown how."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from yuanjiao.catalogue.models import Category
from yuanjiao.credits.conversion import LengthStep
from yuanjiao.credits.models import ExemptionReason
from yuanjiao.credits.pro_rata import Measure
from yuanjiao.kernel import policy
from yuanjiao.kernel.models import PolicyVersion

CREDIT_RULES = "credits"
CLAIM_RULES = "claims"
EXEMPTION_RULES = "exemptions"
RANKING_RULES = "rankings"


class Channel(StrEnum):
    """Where a figure is shown; current rules restrict rankings in staff apps more than on desks."""

    DESKTOP = "desktop"
    PHONE = "phone"
    SCREEN = "screen"
    API = "api"

    @property
    def number(self) -> int:
        """Its place in this list, which is what a watch token carries: a new channel goes to the end."""
        return list(Channel).index(self)


class Disclosure(StrEnum):
    """How a name appears to someone outside the person's own unit."""

    SURNAME = "surname"
    FULL = "full"
    HIDDEN = "hidden"


class CreditRules(msgspec.Struct):
    """How courses earn, and what a year requires where no version says otherwise; in hundredths of a credit.

    `daily_cap_hundredths` is the most that courses may earn in a day (0: no cap). `micro_steps` are the fractions
    that micro-courses earn by their length; none leaves every course what its editors gave it.
    """

    total_hundredths: int = 5000
    required_hundredths: int = 3000
    carry_over_hundredths: int = 0
    daily_cap_hundredths: int = 0
    micro_steps: list[LengthStep] = []


class ClaimRules(msgspec.Struct):
    """What a day of offline training earns, for which part, and the terms of claiming and of deciding."""

    day_hundredths: int = 800
    category: Category = Category.ELECTIVE
    claim_within_days: int = 90
    decide_within_days: int = 10


class ExemptionRules(msgspec.Struct):
    """How an exempt time lowers the year's requirement.

    `measure` counts every day, or only whole calendar months. `whole_year_from_days` waives a whole year from so
    long an exemption on (0: never); `whole_year_reasons` waive it at any length. What remains due is rounded down
    to `step_hundredths`.
    """

    measure: Measure = Measure.DAYS
    whole_year_from_days: int = 0
    whole_year_reasons: list[ExemptionReason] = msgspec.field(default_factory=lambda: [ExemptionReason.RETIREMENT])
    step_hundredths: int = 50
    decide_within_days: int = 10


class RankingRules(msgspec.Struct):
    """Where boards of people and of units are shown, how long they are, and how names appear on them."""

    people: list[Channel] = msgspec.field(default_factory=lambda: [Channel.DESKTOP, Channel.API])
    units: list[Channel] = msgspec.field(default_factory=lambda: list(Channel))
    names: Disclosure = Disclosure.SURNAME
    top: int = 50


class CreditRulesInForce(NamedTuple):
    """The credit rules with the number that entries made under them keep."""

    version: int
    rules: CreditRules


class ClaimRulesInForce(NamedTuple):
    """The rules of claiming with the number that credits made under them keep."""

    version: int
    rules: ClaimRules


class ExemptionRulesInForce(NamedTuple):
    """The exemption rules with the number that exemptions granted under them keep."""

    version: int
    rules: ExemptionRules


def credit_rules(now: datetime) -> CreditRulesInForce:
    """The credit rules in force; one query."""
    return CreditRulesInForce(*policy.rules(CREDIT_RULES, CreditRules, now))


def claim_rules(now: datetime) -> ClaimRulesInForce:
    """The rules of claiming in force; one query."""
    return ClaimRulesInForce(*policy.rules(CLAIM_RULES, ClaimRules, now))


def exemption_rules(now: datetime) -> ExemptionRulesInForce:
    """The exemption rules in force; one query."""
    return ExemptionRulesInForce(*policy.rules(EXEMPTION_RULES, ExemptionRules, now))


def exemption_rules_by_version(versions: Iterable[int]) -> dict[int, ExemptionRules]:
    """The exemption rules of some versions by their numbers, 0 the defaults; one query."""
    wanted = set(versions)
    found = PolicyVersion.objects.filter(kind=EXEMPTION_RULES, number__in=wanted).values_list("number", "body")
    typed = {number: msgspec.convert(body, ExemptionRules) for number, body in found}
    return {number: typed.get(number, ExemptionRules()) for number in wanted}


def ranking_rules(now: datetime) -> RankingRules:
    """The ranking rules in force; one query."""
    return policy.rules(RANKING_RULES, RankingRules, now)[1]
