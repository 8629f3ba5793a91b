"""Whom a class teacher calls today, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yuanjiao.credits.public import Pace
from yuanjiao.outreach.calls import Situation, Why, calls_of, why_to_call

STEADY = Situation(Pace.ON_TRACK, idle_days=2, contact_days=None, signed_in=True, missing=1000, missing_required=500)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"pace": Pace.MET, "idle_days": 200}, None),
        ({"pace": Pace.BEHIND, "idle_days": 14}, Why.BEHIND_AND_IDLE),
        ({"pace": Pace.BEHIND, "idle_days": None}, Why.BEHIND_AND_IDLE),
        ({"pace": Pace.BEHIND, "idle_days": 13}, Why.BEHIND),
        ({"pace": Pace.AT_RISK}, Why.AT_RISK_AND_REQUIRED),
        ({"pace": Pace.AT_RISK, "missing_required": 0, "idle_days": 20}, Why.AT_RISK_AND_IDLE),
        ({"pace": Pace.AT_RISK, "missing_required": 0}, None),
        ({"pace": Pace.NOT_STARTED, "signed_in": False, "idle_days": None}, Why.NEVER_SIGNED_IN),
        ({"pace": Pace.NOT_STARTED, "idle_days": None}, Why.NOT_STARTED),
        ({"agreed": True}, Why.AGREED),
    ],
)
def test_the_reason_is_the_most_urgent_that_holds(change, why):
    assert why_to_call(replace(STEADY, **change)) is why


def test_whoever_was_called_this_week_is_left_in_peace_unless_a_day_was_agreed():
    behind = replace(STEADY, pace=Pace.BEHIND, contact_days=6)
    assert why_to_call(behind) is None
    assert why_to_call(replace(behind, contact_days=7)) is Why.BEHIND
    assert why_to_call(replace(behind, agreed=True)) is Why.AGREED


def test_five_are_called_the_most_urgent_first_and_then_who_misses_most():
    behind = replace(STEADY, pace=Pace.BEHIND)
    learners = {number: replace(behind, missing=number) for number in range(1, 7)}
    learners[7] = replace(STEADY, agreed=True)
    learners[8] = STEADY
    assert [number for number, _why in calls_of(learners)] == [7, 6, 5, 4, 3]
