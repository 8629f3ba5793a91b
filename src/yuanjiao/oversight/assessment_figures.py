"""The named figures that formulas of a rubric may use, for many units at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from yuanjiao.credits.models import UnitStanding
from yuanjiao.oversight.models import ENDED, Talk, TalkState

MET_RATE, STARTED_RATE, CREDITS = "达标率", "参学率", "人均学分"
LEARNERS, MET_BEFORE, GAIN = "应学人数", "去年达标率", "达标率增幅"
TALKS, TALKS_OPEN = "约谈次数", "未办结约谈"
NAMES = (MET_RATE, STARTED_RATE, CREDITS, LEARNERS, MET_BEFORE, GAIN, TALKS, TALKS_OPEN)
"""In the order in which pages offer them. Shares are from 0 to 1."""

Figures = dict[str, Fraction]


def figures_of_units(unit_ids: Iterable[int], year: int) -> dict[int, Figures]:
    """The figures of units with learners in a year, as they stand; three queries."""
    numbers = list(unit_ids)
    standings = UnitStanding.objects.filter(unit_id__in=numbers, year__in=(year - 1, year), people__gt=0)
    this = {row.unit_id: row for row in standings if row.year == year}
    before = {row.unit_id: _share(row.met, row.people) for row in standings if row.year == year - 1}
    talks = Talk.objects.filter(unit_id__in=numbers, year=year).exclude(state=TalkState.WITHDRAWN)
    states = list(talks.values_list("unit_id", "state"))
    held = Counter(unit_id for unit_id, _state in states)
    left = Counter(unit_id for unit_id, state in states if state not in ENDED)
    return {
        number: {
            MET_RATE: _share(row.met, row.people),
            STARTED_RATE: _share(row.started, row.people),
            CREDITS: Fraction(row.hundredths, 100 * row.people),
            LEARNERS: Fraction(row.people),
            MET_BEFORE: before.get(number, Fraction(0)),
            GAIN: _share(row.met, row.people) - before.get(number, Fraction(0)),
            TALKS: Fraction(held[number]),
            TALKS_OPEN: Fraction(left[number]),
        }
        for number, row in this.items()
    }


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)
