"""The words of a circular: known fields are filled, nothing else happens."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from yuanjiao.oversight import wording
from yuanjiao.oversight.policy import TEXT, TITLE


def test_the_templates_that_come_with_the_program_name_only_known_fields():
    wording.check(TITLE)
    wording.check(TEXT)


@pytest.mark.parametrize("text", ["{不存在}", "{0}", "{}", "{应学人数.__class__}", "{应学人数!r}", "{达标率:>9999999}"])
def test_what_is_no_field_is_named_and_refused(text):
    with pytest.raises(wording.UnknownField) as problem:
        wording.check(f"应学{text}人")
    assert text in str(problem.value)


def test_a_value_is_never_read_as_a_field_itself():
    assert wording.filled("{单位}：{达标率}", {"单位": "{达标率}", "达标率": "90%"}) == "{达标率}：90%"


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        (date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        (date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        (date(2026, 2, 1), date(2026, 2, 28), "2026年2月"),
        (date(2026, 7, 1), date(2026, 10, 31), "2026年7月至10月"),
        (date(2026, 2, 1), date(2026, 2, 27), "2026年2月1日至2026年2月27日"),
        (date(2025, 7, 1), date(2026, 6, 30), "2025年7月1日至2026年6月30日"),
    ],
)
def test_a_period_is_called_as_people_call_it(begins, ends, said):
    assert wording.period(begins, ends) == said


def test_midnight_belongs_to_the_day_that_ends():
    assert wording.moment(datetime(2026, 6, 30, 16, tzinfo=UTC)) == "2026年6月30日24时"
    assert wording.moment(datetime(2026, 6, 30, 4, tzinfo=UTC)) == "2026年6月30日12时"


def test_changes_are_told_in_points_and_the_first_has_none():
    assert wording.points_changed(0.8, None) == "为首次统计"
    assert wording.points_changed(0.8, 0.75) == "比上期上升5.0个百分点"
    assert wording.points_changed(0.75, 0.8) == "比上期下降5.0个百分点"
    assert wording.points_changed(0.75, 0.75) == "与上期持平"
    assert wording.credits_changed(31.2, 30.0) == "比上期增加1.2学分"


def test_many_names_are_cut_and_counted():
    assert wording.named([]) == "无"
    assert wording.named(["甲", "乙"]) == "甲、乙"
    assert wording.named([f"{n}" for n in range(30)]).endswith("等30个单位")
