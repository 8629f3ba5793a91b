"""Whom a class teacher calls today, and why: pure rules over what is known of each learner (A18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from yuanjiao.credits.forecast import Pace

CALLS_A_DAY = 5
LONG_WITHOUT_STUDY = 14
REST_AFTER_CONTACT = 7
"""Whoever was called within these days is left in peace, unless a day was agreed."""


class Why(StrEnum):
    """Why somebody is to be called, the most urgent first."""

    AGREED = "agreed"
    BEHIND_AND_IDLE = "behind_and_idle"
    AT_RISK_AND_REQUIRED = "at_risk_and_required"
    NEVER_SIGNED_IN = "never_signed_in"
    BEHIND = "behind"
    NOT_STARTED = "not_started"
    AT_RISK_AND_IDLE = "at_risk_and_idle"


URGENCY = {why: place for place, why in enumerate(Why)}


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a learner on a day.

    `idle_days`: since she last studied, none when she never did. `contact_days`: since she was last called,
    none when she never was. `agreed`: a next contact was put on this day or before.
    """

    pace: Pace
    idle_days: int | None
    contact_days: int | None
    signed_in: bool
    missing: int
    missing_required: int
    agreed: bool = False

    @property
    def idle(self) -> bool:
        """Whether she has not studied for long."""
        return self.idle_days is None or self.idle_days >= LONG_WITHOUT_STUDY


def why_to_call(learner: Situation) -> Why | None:
    """The most urgent reason to call her today; none when there is none."""
    if learner.agreed:
        return Why.AGREED
    if learner.contact_days is not None and learner.contact_days < REST_AFTER_CONTACT:
        return None
    holds = {
        Why.BEHIND_AND_IDLE: learner.pace is Pace.BEHIND and learner.idle,
        Why.AT_RISK_AND_REQUIRED: learner.pace is Pace.AT_RISK and learner.missing_required > 0,
        Why.NEVER_SIGNED_IN: not learner.signed_in and learner.pace is not Pace.MET,
        Why.BEHIND: learner.pace is Pace.BEHIND,
        Why.NOT_STARTED: learner.pace is Pace.NOT_STARTED,
        Why.AT_RISK_AND_IDLE: learner.pace is Pace.AT_RISK and learner.idle,
    }
    return next((why for why, true in holds.items() if true), None)


def calls_of(learners: Mapping[int, Situation], most: int = CALLS_A_DAY) -> list[tuple[int, Why]]:
    """The few to call, the most urgent first; within a reason, who misses most credits."""
    found = ((number, why) for number, each in learners.items() if (why := why_to_call(each)))
    ordered = sorted(found, key=lambda call: (URGENCY[call[1]], -learners[call[0]].missing, call[0]))
    return ordered[:most]
