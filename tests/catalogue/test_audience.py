"""Whom a course is meant for."""

from __future__ import annotations

from datetime import date

import pytest

from yuanjiao.catalogue.audience import Audience, Viewer, fits, months_between, positions_of
from yuanjiao.catalogue.reasons import words_for

TOWNSHIP_HEAD = Viewer("141", "township", 20, frozenset({"民政办主任", "党委委员"}))


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience(), True),
        (Audience(post_levels=frozenset({"141"})), True),
        (Audience(post_levels=frozenset({"121"})), False),
        (Audience(unit_kinds=frozenset({"township"}), tenure_months_max=36), True),
        (Audience(unit_kinds=frozenset({"township"}), tenure_months_max=12), False),
        (Audience(unit_kinds=frozenset({"city"}), tenure_months_max=36), False),
        (Audience(positions=frozenset({"民政办主任", "会计"})), True),
        (Audience(positions=frozenset({"主任"})), False),
        (Audience(post_levels=frozenset({"121"}), positions=frozenset({"民政办主任"})), False),
    ],
)
def test_an_audience_asks_for_all_it_names(audience, expected):
    assert fits(audience, TOWNSHIP_HEAD) is expected


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("", set()),
        ("会计", {"会计"}),
        ("党委书记、人大主席", {"党委书记", "人大主席"}),
        (" 会计 / 出纳,", {"会计", "出纳"}),
    ],
)
def test_one_cell_may_hold_several_positions(text, positions):
    assert positions_of(text) == positions


def test_each_thing_asked_for_makes_the_audience_narrower():
    named = frozenset({"x"})
    assert [Audience().conditions, Audience(named, named, 12, named).conditions] == [0, 4]


def test_unknown_tenure_does_not_fit_a_limit():
    assert not fits(Audience(tenure_months_max=36), Viewer("141", "township"))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2023, 3, 2), date(2026, 3, 2), 36),
        (date(2023, 3, 3), date(2026, 3, 2), 35),
        (date(2026, 5, 1), date(2026, 3, 2), 0),
    ],
)
def test_months_are_whole(start, end, months):
    assert months_between(start, end) == months


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        (Audience(), "面向全体学员"),
        (Audience(unit_kinds=frozenset({"township"}), tenure_months_max=36), "推给乡镇街道岗位任职 3 年内"),
        (Audience(post_levels=frozenset({"141", "142"})), "推给乡科级正职、乡科级副职"),
        (Audience(tenure_months_max=18), "推给任职 18 个月内"),
        (Audience(positions=frozenset({"民政办主任"})), "推给民政办主任"),
        (Audience(unit_kinds=frozenset({"township"}), positions=frozenset({"会计"})), "推给乡镇街道的会计"),
        (Audience(post_levels=frozenset({"141"}), positions=frozenset({"会计"})), "推给乡科级正职的会计"),
    ],
)
def test_the_reason_is_in_words(audience, words):
    assert words_for(audience) == words
