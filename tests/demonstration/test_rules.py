"""The demonstration's credit rules: its story keeps them as the ledger would."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories.catalogue import make_course

from yuanjiao.catalogue.models import Course
from yuanjiao.credits.models import Requirement
from yuanjiao.credits.public import credit_rules, seed_requirements
from yuanjiao.demonstration import courses, rules
from yuanjiao.demonstration.plan import CITY_FROM, Plan
from yuanjiao.kernel.models import PolicyVersion

PLAN = Plan(learners=20, today=date(2026, 11, 22))
EIGHT = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def settle(plan: Plan = PLAN) -> None:
    rules.settle(plan, plan.ends_at, lambda _done, _whole: None)


def test_the_cap_and_carry_over_hold_from_the_first_day_and_micro_courses_from_today() -> None:
    settle()
    settle()
    first, last = credit_rules(PLAN.begins_at), credit_rules(PLAN.ends_at)
    assert (first.version, last.version) == (1, 2)
    assert (first.rules.daily_cap_hundredths, first.rules.micro_steps) == (400, [])
    assert [tuple(step) for step in last.rules.micro_steps] == [(3, 100)]
    seed_requirements(year=2026, now=PLAN.begins_at)
    assert set(Requirement.objects.values_list("carry_over_hundredths", flat=True)) == {500}


def test_a_city_for_measuring_keeps_the_rules_that_the_product_begins_with() -> None:
    settle(Plan(learners=CITY_FROM))
    assert not PolicyVersion.objects.exists()


def test_what_goes_beyond_the_cap_of_a_day_counts_no_more_and_says_why() -> None:
    settle()
    days = rules.Days(PLAN)
    assert days.version == 1
    assert [days.counted(1, EIGHT, 150)[0] for _course in range(2)] == [150, 150]
    assert days.counted(1, EIGHT, 150) == (100, {"daily_cap": {"cap": 400, "worth": 150, "earned_before": 300}})
    assert days.counted(1, EIGHT, 75)[0] == 0
    assert days.counted(2, EIGHT, 150) == days.counted(1, EIGHT + timedelta(days=1), 150) == (150, {})


def test_micro_courses_are_lowered_and_what_is_left_suffices_for_the_year() -> None:
    settle()
    for number, title in enumerate(courses.titles()):
        length = 170_000 if number % 3 == 0 else 186_000
        make_course(title.title, category=title.category, credit_hundredths=title.hundredths, duration_ms=length)
    rules.lower(PLAN, PLAN.ends_at, lambda _done, _whole: None)
    short = Course.objects.filter(duration_ms=170_000)
    assert max(short.values_list("credit_hundredths", flat=True)) == 100
    assert max(Course.objects.values_list("credit_hundredths", flat=True)) == 150
    assert sum(Course.objects.filter(category="required").values_list("credit_hundredths", flat=True)) >= 3000
