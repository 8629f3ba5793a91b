"""What was earned beyond last year's requirement counts for this one, up to a cap and for electives only."""

from __future__ import annotations

import pytest
from tests.factories.credits import NOW, assert_books_balance, earn, enrol
from tests.factories.organisation import make_person

from yuanjiao.credits import public as books

pytestmark = pytest.mark.django_db
LAST_YEAR = NOW.replace(year=2025)
NEW_YEAR = NOW.replace(month=1, day=2)


def require(year: int, carry_over: int, **parts: int) -> None:
    due = {"total_hundredths": 5000, "required_hundredths": 3000} | parts
    books.publish_requirement(
        actor=None, year=year, post_level="150", carry_over_hundredths=carry_over, now=NEW_YEAR, **due
    )


@pytest.fixture
def lin():
    """Someone who earned 57 credits last year, where 50 were due."""
    person = make_person()
    enrol(person, at=LAST_YEAR)
    earn(person, 5700, category="required", at=LAST_YEAR)
    return person


def due(person) -> tuple[int, int, int]:
    stands = books.standing(person.pk, 2026)
    return stands.due_total_hundredths, stands.due_required_hundredths, stands.carried_hundredths


def test_without_a_cap_nothing_is_carried_over(lin):
    books.open_year(actor=None, year=2026, now=NEW_YEAR)
    assert due(lin) == (5000, 3000, 0)


@pytest.mark.parametrize(("cap", "carried"), [(500, 500), (1000, 700)])
def test_the_surplus_counts_up_to_the_cap_when_the_year_is_opened(lin, cap, carried):
    require(2026, cap)
    books.open_year(actor=None, year=2026, now=NEW_YEAR)
    assert due(lin) == (5000 - carried, 3000, carried)
    assert books.standing(lin.pk, 2026).hundredths == 0
    assert_books_balance()


def test_a_version_put_in_force_later_carries_over_at_once_and_the_next_one_takes_it_back(lin):
    books.open_year(actor=None, year=2026, now=NEW_YEAR)
    earn(lin, 4400, category="required")
    require(2026, 600)
    assert due(lin) == (4400, 3000, 600)
    assert books.standing(lin.pk, 2026).met_at is not None
    assert_books_balance()
    books.publish_requirement(
        actor=None, year=2026, post_level="150", total_hundredths=5000, required_hundredths=3000, now=NOW
    )
    assert due(lin) == (5000, 3000, 0)
    assert books.standing(lin.pk, 2026).met_at is None
    assert_books_balance()


def test_the_effect_of_a_cap_is_told_before(lin):
    books.open_year(actor=None, year=2026, now=NEW_YEAR)
    earn(lin, 4400, category="required")
    parts = {"year": 2026, "post_level": "150", "total_hundredths": 5000, "required_hundredths": 3000}
    assert books.requirement_effect(carry_over_hundredths=600, **parts).newly == 1
    assert books.requirement_effect(carry_over_hundredths=500, **parts).newly == 0


def test_a_credit_of_last_year_taken_back_takes_the_surplus_with_it(lin):
    require(2026, 1000)
    books.open_year(actor=None, year=2026, now=NEW_YEAR)
    entry = earn(lin, 200, year=2025)
    assert due(lin) == (4100, 3000, 900)
    books.reverse(actor=None, entry=entry, reason="更正", now=NOW)
    assert due(lin) == (4300, 3000, 700)
    assert_books_balance()


def test_never_more_than_the_elective_part(lin):
    with pytest.raises(books.CarryOverExceedsElective):
        require(2026, 2001)
    require(2026, 100, total_hundredths=3100)
    books.open_year(actor=None, year=2026, now=NEW_YEAR)
    assert due(lin) == (3000, 3000, 100)


def test_what_was_carried_in_is_not_carried_on(lin):
    require(2026, 1000)
    books.open_year(actor=None, year=2026, now=NEW_YEAR)
    earn(lin, 5000, category="required")
    require(2027, 1000)
    books.open_year(actor=None, year=2027, now=NEW_YEAR.replace(year=2027))
    assert books.standing(lin.pk, 2027).carried_hundredths == 0
