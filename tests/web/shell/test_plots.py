"""Small plots are drawn by attributes alone, and never beyond their box."""

from __future__ import annotations

import pytest

from yuanjiao.web.shell import plots


@pytest.mark.parametrize(("value", "whole", "part"), [(0, 30, 0), (15, 30, 0.5), (45, 30, 1), (-3, 30, 0), (5, 0, 1)])
def test_a_share_stays_between_nothing_and_the_whole(value, whole, part):
    assert plots.share(value, whole) == part


def test_a_bar_says_its_share_in_words_and_as_a_width():
    drawn = plots.bar(22, 30, tone="pine", label="必修")
    assert 'aria-label="必修 73%"' in drawn
    assert 'width="73.33%"' in drawn


def test_a_full_donut_is_green_and_an_empty_one_shows_no_dot():
    assert 'class="donut donut-met"' in plots.donut(50, 50, label="")
    assert 'class="donut donut-none"' in plots.donut(0, 50, label="")


def test_a_curve_stops_where_the_day_has_not_come_yet():
    assert plots.points([1, 2, None, None]) == [(0.0, 34.0), (80.0, 6.0)]


def test_an_empty_curve_is_drawn_without_a_line():
    assert 'points=""' in plots.sparkline([None] * 24, label="", name="today")


def test_watched_spans_lie_where_they_were_watched():
    drawn = plots.covered([(0, 500), (750, 1000)], 1000, label="已核实")
    assert 'x="0.00%" width="50.00%"' in drawn
    assert 'x="75.00%" width="25.00%"' in drawn


def test_what_a_drawing_is_told_cannot_break_out_of_it():
    assert "<script>" not in plots.drawn_cover("<script>", 3)
