"""Excel files: what kind each cell is, and that none becomes a formula."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from yuanjiao.organisation.sheets import escaped, unescaped, workbook


def read_back(*row):
    content = workbook("名单：[甲/乙]", ["标题"] * len(row), [row])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)[1]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula_and_each_is_found_again(text):
    assert read_back(text) == [f"'{text}"]
    assert unescaped(escaped(text)) == text


def test_plain_text_stays_as_it_is():
    assert read_back("林示例", "http://example.cn") == ["林示例", "http://example.cn"]
    assert unescaped("'quoted'") == "'quoted'"


def test_numbers_and_days_stay_what_they_are():
    assert read_back(0, 38.5, date(2026, 3, 2)) == [0, 38.5, date(2026, 3, 2)]


def test_a_moment_is_written_as_the_readers_clock_shows_it():
    assert read_back(datetime(2026, 3, 2, 1, 30, tzinfo=UTC)) == [datetime(2026, 3, 2, 9, 30)]  # noqa: DTZ001 -- cells have no zone


def test_nothing_stays_nothing():
    assert read_back("甲", None, "", "乙") == ["甲", "", "", "乙"]
