"""A course month by month."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.factories.catalogue import make_course
from tests.factories.learning import make_progress
from tests.factories.organisation import make_person

from yuanjiao.learning.public import by_month

pytestmark = pytest.mark.django_db


def test_months_are_those_of_the_academys_clock_and_empty_ones_are_there():
    course = make_course()
    begun = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)
    make_progress(make_person(), course, started_at=begun, completed_at=datetime(2026, 2, 3, tzinfo=UTC))
    make_progress(make_person(), course, started_at=datetime(2024, 1, 1, tzinfo=UTC))
    make_progress(make_person(), make_course("别的"), started_at=begun)
    months = by_month(course.pk, datetime(2026, 2, 20, tzinfo=UTC), months=3)
    assert months == [(date(2025, 12, 1), 0, 0), (date(2026, 1, 1), 1, 0), (date(2026, 2, 1), 0, 1)]
