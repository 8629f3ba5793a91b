"""A completed course earns its credit once, and every figure above follows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.catalogue import make_course
from tests.factories.credits import NOW, assert_books_balance, enrol
from tests.factories.organisation import make_person, make_unit

from yuanjiao.credits.models import CreditHistogram, LedgerEntry, UnitStanding
from yuanjiao.credits.public import award, standing
from yuanjiao.credits.queries import standings_of
from yuanjiao.learning.events import Completion, course_completed

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin():
    city = make_unit()
    person = make_person(unit=make_unit("示例乡", under=make_unit("示例区", under=city)))
    enrol(person)
    return person


def complete(person, course, at=NOW):
    return award(Completion(person.pk, course.pk, at, {"sessions": [7]}))


def test_a_completed_course_earns_its_credit(lin):
    entry = complete(lin, make_course("依法行政", category="required", credit_hundredths=150))
    assert (entry.sequence, entry.hundredths, entry.title, entry.evidence) == (1, 150, "依法行政", {"sessions": [7]})
    assert standing(lin.pk, 2026).required_hundredths == 150
    assert_books_balance()


def test_the_same_course_earns_only_once(lin):
    course = make_course()
    assert complete(lin, course) == complete(lin, course)
    assert LedgerEntry.objects.count() == 1
    assert_books_balance()


def test_every_unit_above_moves_its_histogram(lin):
    complete(lin, make_course())
    people = CreditHistogram.objects.filter(year=2026).values_list("hundredths", "people")
    assert sorted(people) == [(0, 0)] * 3 + [(100, 1)] * 3
    assert list(UnitStanding.objects.values_list("people", "started", "met", "hundredths")) == [(1, 1, 0, 100)] * 3


def test_the_year_is_that_of_shanghai(lin):
    entry = complete(lin, make_course(), datetime(2026, 12, 31, 17, 0, tzinfo=UTC))
    assert entry.year == 2027
    assert standing(lin.pk, 2027).hundredths == 100


def test_meeting_the_requirement_is_counted_in_the_units(lin):
    complete(lin, make_course(category="required", credit_hundredths=3000))
    assert standing(lin.pk, 2026).met_at is None
    complete(lin, make_course(category="elective", credit_hundredths=2000))
    assert standing(lin.pk, 2026).met_at == NOW
    assert set(UnitStanding.objects.values_list("met", flat=True)) == {1}
    assert_books_balance()


def test_electives_do_not_stand_in_for_required_courses(lin):
    complete(lin, make_course(category="elective", credit_hundredths=9000))
    assert standing(lin.pk, 2026).met_at is None


def test_someone_no_hook_has_told_of_gets_a_standing_with_her_first_credit():
    person = make_person()
    complete(person, make_course())
    assert standing(person.pk, 2026).counted
    assert_books_balance()


def test_a_completion_reaches_the_ledger_through_the_hook(lin):
    course = make_course()
    for hook in course_completed:
        hook(Completion(lin.pk, course.pk, NOW))
    assert LedgerEntry.objects.get().source_id == course.pk


def test_an_award_takes_few_statements(lin):
    complete(lin, make_course())
    course = make_course()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        complete(lin, course)
    assert len(queries) <= 12


def test_a_learners_year_read_alone_is_the_one_read_among_many(lin):
    for category, credit in (("required", 3000), ("elective", 2000)):
        complete(lin, make_course(category=category, credit_hundredths=credit))
    assert standing(lin.pk, 2026) == standings_of([lin.pk], 2026)[lin.pk]
