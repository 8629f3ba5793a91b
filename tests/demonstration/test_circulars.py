"""What the demonstration's circulars report, however far its story has come."""

from __future__ import annotations

from datetime import date

import pytest

from yuanjiao.demonstration.circulars import month_ends, periods_of
from yuanjiao.demonstration.plan import Plan


def reported(today: date) -> list[tuple[str, str, int]]:
    return [(f"{each.begins_on}", f"{each.ends_on}", each.target_per_cent) for each in periods_of(Plan(today=today))]


def test_a_story_of_eleven_months_reports_a_quarter_a_half_year_and_what_followed():
    assert reported(date(2026, 11, 22)) == [
        ("2026-01-01", "2026-03-31", 25),
        ("2026-01-01", "2026-06-30", 50),
        ("2026-07-01", "2026-10-31", 83),
    ]


def test_a_story_of_a_year_reports_its_last_half():
    assert reported(date(2026, 2, 10)) == [
        ("2025-07-01", "2025-09-30", 75),
        ("2025-07-01", "2025-12-31", 100),
        ("2026-01-01", "2026-01-31", 8),
    ]


@pytest.mark.parametrize("today", [date(2026, month, 15) for month in range(1, 13)])
def test_no_period_lies_ahead_or_before_the_story(today):
    plan = Plan(today=today)
    for each in periods_of(plan):
        assert plan.start.replace(day=1, month=1) <= each.begins_on <= each.ends_on < today


def test_months_end_where_they_do():
    assert [f"{end:%m-%d}" for end in month_ends(2024)][:3] == ["01-31", "02-29", "03-31"]
    assert f"{month_ends(2026)[11]}" == "2026-12-31"
