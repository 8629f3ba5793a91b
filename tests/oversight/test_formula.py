"""Scoring formulas: what they give, and everything else that is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.oversight.formula import BadFormula, DividedByNought, Fault, understood, worked_out

NAMES = ("达标率", "人均学分", "约谈次数")
FIGURES = {"达标率": Fraction(3, 4), "人均学分": Fraction(40), "约谈次数": Fraction(0)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("达标率", Fraction(3, 4)),
        ("min(1, 达标率 / 0.9)", Fraction(5, 6)),
        ("max(0, 1 - 约谈次数 * 0.5)", 1),
        ("－达标率＋（人均学分 × 2）÷ 80", Fraction(1, 4)),
        ("min（达标率，0.5）", Fraction(1, 2)),
    ],
)
def test_a_formula_gives_what_it_says(text, value):
    assert understood(text, NAMES).value(FIGURES) == value


def test_it_says_which_names_it_uses():
    assert understood("人均学分 / 50 * 达标率 + 达标率", NAMES).names == ("达标率", "人均学分")


@pytest.mark.parametrize(
    ("text", "fault", "word"),
    [
        ("", Fault.EMPTY, ""),
        ("1 +", Fault.UNREADABLE, ""),
        ("满意率 * 2", Fault.UNKNOWN_NAME, "满意率"),
        ("__import__('os')", Fault.NOT_ALLOWED, "__import__('os')"),
        ("达标率.real", Fault.NOT_ALLOWED, "达标率.real"),
        ("(lambda: 1)()", Fault.NOT_ALLOWED, "(lambda: 1)()"),
        ("2 ** 9999999", Fault.NOT_ALLOWED, "2 ** 9999999"),
        ("达标率 if 1 else 2", Fault.NOT_ALLOWED, "达标率 if 1 else 2"),
        ("'甲'", Fault.NOT_ALLOWED, "'甲'"),
        ("True", Fault.NOT_ALLOWED, "True"),
        ("1e999", Fault.NOT_ALLOWED, "1e309"),
        ("2j", Fault.NOT_ALLOWED, "2j"),
        ("min(达标率)", Fault.NOT_ALLOWED, "min(达标率)"),
        ("max(*[1, 2], 3)", Fault.NOT_ALLOWED, "*[1, 2]"),
        ("1" * 201, Fault.TOO_LONG, ""),
        ("-" * 60 + "1", Fault.TOO_LONG, ""),
    ],
)
def test_what_is_no_formula_is_refused_by_name(text, fault, word):
    with pytest.raises(BadFormula) as refused:
        understood(text, NAMES)
    assert (refused.value.fault, refused.value.word) == (fault, word)


@given(st.text(max_size=60))
def test_nothing_that_can_be_typed_does_more_than_give_a_number(text):
    try:
        formula = understood(text, NAMES)
    except BadFormula:
        return
    try:
        assert isinstance(formula.value(FIGURES), Fraction)
    except DividedByNought:
        return


@pytest.mark.parametrize(
    ("text", "share", "points"),
    [
        ("达标率", Fraction(3, 4), 1500),
        ("人均学分", Fraction(1), 2000),
        ("-达标率", Fraction(0), 0),
        ("1 / 约谈次数", Fraction(0), 0),
        ("达标率 / 900", Fraction(1, 1200), 2),
        ("0.00025", Fraction(1, 4000), 1),
    ],
)
def test_points_are_a_share_of_the_weight_between_nothing_and_all_and_halves_round_up(text, share, points):
    found = worked_out(understood(text, NAMES), FIGURES, 2000)
    assert (found.share, found.points) == (share, points)


def test_a_working_keeps_what_the_formula_gave_before_it_was_held():
    assert worked_out(understood("人均学分", NAMES), FIGURES, 2000).value == 40
    assert worked_out(understood("1 / 约谈次数", NAMES), FIGURES, 2000).value is None
