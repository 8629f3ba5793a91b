"""The credit rules that are dated data (C3): requirements by default, boards shown where, names shown how."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from yuanjiao.kernel import policy

CREDIT_RULES = "credits"
RANKING_RULES = "rankings"


class Channel(StrEnum):
    """Where a figure is shown; current rules restrict rankings in staff apps more than on desks."""

    DESKTOP = "desktop"
    PHONE = "phone"
    SCREEN = "screen"
    API = "api"


class Disclosure(StrEnum):
    """How a name appears to someone outside the person's own unit."""

    SURNAME = "surname"
    FULL = "full"
    HIDDEN = "hidden"


class CreditRules(msgspec.Struct):
    """What a year requires where no version says otherwise, in hundredths of a credit."""

    total_hundredths: int = 5000
    required_hundredths: int = 3000


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


def credit_rules(now: datetime) -> CreditRulesInForce:
    """The credit rules in force; one query."""
    return CreditRulesInForce(*policy.rules(CREDIT_RULES, CreditRules, now))


def ranking_rules(now: datetime) -> RankingRules:
    """The ranking rules in force; one query."""
    return policy.rules(RANKING_RULES, RankingRules, now)[1]
