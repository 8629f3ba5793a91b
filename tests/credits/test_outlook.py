"""The database counts the same paces that the forecast tells each learner."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from itertools import product

import pytest
from tests.factories.credits import NOW, earn, enrol
from tests.factories.organisation import grant, make_class, make_person, make_unit

from yuanjiao.credits.models import Standing
from yuanjiao.credits.outlook import standings_in
from yuanjiao.credits.public import Pace, forecast, has_pace, outlook, standings_of
from yuanjiao.organisation.models import Person, Role
from yuanjiao.organisation.public import Scope

pytestmark = pytest.mark.django_db
SYSTEM = Scope.of_system()


@pytest.fixture
def everyone():
    """Standings of every kind: nothing, little, nearly all, enough in all but not of required courses, all."""
    unit = make_unit()
    earned = [(0, 0), (100, 0), (1900, 900), (2080, 1300), (2200, 2200), (4999, 2999), (6000, 100), (5000, 3000)]
    since = [date(2026, 1, 1), date(2026, 5, 20), date(2026, 6, 1), date(2026, 12, 1)]
    rows = []
    for (total, required), first in product(earned, since):
        met = total >= 5000 and required >= 3000
        rows.append(
            Standing(
                learner_id=make_person(unit=unit).pk,
                year=2026,
                unit_path=unit.path,
                hundredths=total,
                required_hundredths=required,
                elective_hundredths=total - required,
                due_total_hundredths=5000,
                due_required_hundredths=3000,
                since=first,
                met_at=datetime(2026, 3, 1, tzinfo=UTC) if met else None,
            )
        )
    Standing.objects.bulk_create(rows)
    return [row.learner_id for row in rows]


def found(pace: Pace, now: datetime) -> set[int]:
    """The people of this pace as a list finds them."""
    return set(Person.objects.filter(has_pace([pace], now)).values_list("pk", flat=True))


@pytest.mark.parametrize("now", [NOW, NOW.replace(month=1, day=2), NOW.replace(month=12, day=30)])
def test_the_paces_counted_are_those_foreseen_one_by_one(everyone, now):
    told = {learner: forecast(stands, now).pace for learner, stands in standings_of(everyone, 2026).items()}
    assert outlook(SYSTEM, None, now).by_pace == {pace: Counter(told.values())[pace] for pace in Pace}
    for pace in Pace:
        assert found(pace, now) == {learner for learner, own in told.items() if own is pace}


def test_the_standings_of_the_fixture_have_every_pace(everyone):
    assert all(outlook(SYSTEM, None, NOW).by_pace.values())
    assert outlook(SYSTEM, None, NOW).people == len(everyone)


def test_a_scope_counts_its_own_units_and_classes_only():
    city = make_unit()
    here, next_door = make_unit("示例区", under=city), make_unit("邻区", under=city)
    lin, wu, zhou = make_person(unit=here), make_person(unit=here), make_person(unit=next_door)
    enrol(lin, wu, zhou)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    grant(zhou, Role.CLASS_TEACHER)
    make_class(here, lin, teacher=zhou)
    learners = {person: set(standings_in(Scope.of(person, NOW), None, 2026).values_list("learner_id", flat=True))
                for person in (lin, wu, zhou)}  # fmt: skip
    assert learners == {lin: set(), wu: {lin.pk, wu.pk}, zhou: {lin.pk}}
    assert outlook(SYSTEM, next_door, NOW).people == 1


def test_the_course_of_two_years_is_told_month_by_month():
    lin, wu = make_person(unit=make_unit()), make_person(unit=make_unit("另一市"))
    for year in (2025, 2026):
        enrol(lin, wu, at=datetime(year, 1, 5, tzinfo=UTC))
    earn(lin, 5000, category="required", at=datetime(2026, 2, 10, tzinfo=UTC))
    earn(lin, 5000, category="required", at=datetime(2025, 5, 10, tzinfo=UTC))
    earn(wu, 5000, category="required", at=datetime(2025, 8, 10, tzinfo=UTC))
    found = outlook(SYSTEM, None, NOW)
    assert found.met_by_month == [0, 1, 1, 1, 1, 1]
    assert found.met_before == [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2]
    assert (found.met_rate, found.rate_before, found.expected_rate) == (0.5, 0.5, 0.5)
    assert found.hundredths == 5000


def test_nobody_yet_is_no_division_by_nothing():
    found = outlook(SYSTEM, None, NOW)
    assert (found.people, found.met_rate, found.expected_rate, found.rate_before) == (0, 0.0, 0.0, None)
