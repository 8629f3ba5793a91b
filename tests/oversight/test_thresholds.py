"""Which units fall under the line."""

from __future__ import annotations

import pytest

from yuanjiao.oversight.thresholds import Line, Measure, UnitFigures

RATE, CREDITS, EITHER = Measure.MET_RATE, Measure.CREDITS, Measure.EITHER


@pytest.mark.parametrize(
    ("measure", "met", "hundredths", "short_of"),
    [
        (RATE, 59, 0, [RATE]),
        (RATE, 60, 0, []),
        (CREDITS, 0, 299_999, [CREDITS]),
        (CREDITS, 0, 300_000, []),
        (EITHER, 59, 300_000, [RATE]),
        (EITHER, 60, 299_999, [CREDITS]),
        (EITHER, 10, 10, [RATE, CREDITS]),
    ],
)
def test_a_unit_is_short_of_what_it_is_held_to(measure, met, hundredths, short_of):
    line = Line(measure, met_per_cent=60, credits_hundredths=3000)
    assert line.short_of(UnitFigures(100, met, hundredths)) == short_of


def test_who_has_nobody_to_learn_is_short_of_nothing():
    assert Line(EITHER, 60, 3000).short_of(UnitFigures()) == []


def test_rates_are_of_the_people():
    figures = UnitFigures(4, 1, 5000)
    assert (figures.met_rate, figures.met_per_cent, figures.unmet, figures.credits_a_head) == (0.25, 25.0, 3, 12.5)
    assert (UnitFigures().met_rate, UnitFigures().credits_a_head) == (0.0, 0.0)
