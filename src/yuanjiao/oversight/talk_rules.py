"""When a unit is called to a talk: dated data, so that every talk keeps the line it was called under (C3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

import msgspec

from yuanjiao.kernel import policy
from yuanjiao.oversight.thresholds import Line, Measure

TALK_RULES = "talks"


class TalkRules(msgspec.Struct):
    """The line, from which day of the year on it holds, how small a unit is left out, how long rectifying takes."""

    measure: Measure = Measure.MET_RATE
    met_per_cent: int = 60
    credits_hundredths: int = 3000
    from_month: int = 11
    from_day: int = 1
    least_people: int = 5
    rectify_days: int = 30

    @property
    def line(self) -> Line:
        """The line as arithmetic takes it."""
        return Line(self.measure, self.met_per_cent, self.credits_hundredths)

    def holds_from(self, year: int) -> date:
        """The stated day of a year."""
        return date(year, self.from_month, self.from_day)


class TalkRulesInForce(NamedTuple):
    """The rules with the number that talks called under them keep."""

    version: int
    rules: TalkRules


def talk_rules(now: datetime) -> TalkRulesInForce:
    """The rules in force; one query."""
    return TalkRulesInForce(*policy.rules(TALK_RULES, TalkRules, now))
