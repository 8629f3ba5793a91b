"""People come, move, change their post level and leave; the books follow."""

from __future__ import annotations

import pytest
from tests.factories.credits import NOW, assert_books_balance, earn, enrol
from tests.factories.organisation import make_person, make_unit

from yuanjiao.credits import enrolment
from yuanjiao.credits.models import CreditHistogram, OpenedYear, Standing, UnitStanding
from yuanjiao.credits.public import open_year, publish_requirement, requirement_for, seed_requirements, standing
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_unit()


def people_of(unit):
    return UnitStanding.objects.get(unit_id=unit.pk, year=2026).people


def test_whoever_comes_stands_at_nothing(city):
    lin = make_person(unit=city)
    enrol(lin)
    assert (standing(lin.pk, 2026).hundredths, people_of(city)) == (0, 1)
    assert CreditHistogram.objects.get().hundredths == 0
    assert_books_balance()


def test_a_thousand_come_in_few_statements(city, django_assert_max_num_queries):
    facts = [events.Enrolled(number, city.pk, city.path, "150") for number in range(1, 1001)]
    with django_assert_max_num_queries(20):
        enrolment.enrol(facts, NOW)
    assert people_of(city) == 1000


def test_a_transfer_moves_the_credits_to_the_new_unit(city):
    here, there = make_unit("甲区", under=city), make_unit("乙区", under=city)
    lin = make_person(unit=here)
    enrol(lin)
    earn(lin, 150)
    fact = events.Transferred(lin.pk, there.pk, here.path, there.path)
    Person.objects.filter(pk=lin.pk).update(unit=there)
    enrolment.transfer([fact], NOW)
    assert (people_of(here), people_of(there), people_of(city)) == (0, 1, 1)
    assert_books_balance()


def test_whoever_leaves_keeps_her_credits_and_is_no_longer_counted(city):
    lin = make_person(unit=city)
    enrol(lin)
    earn(lin)
    Person.objects.filter(pk=lin.pk).update(is_active=False)
    enrolment.leave([events.Left(lin.pk, city.path)], NOW)
    assert (standing(lin.pk, 2026).hundredths, people_of(city)) == (100, 0)
    assert_books_balance()
    Person.objects.filter(pk=lin.pk).update(is_active=True)
    enrol(lin)
    assert people_of(city) == 1
    assert_books_balance()


def test_a_late_credit_of_someone_who_left_moves_no_unit(city):
    lin = make_person(unit=city, is_active=False)
    earn(lin)
    assert not UnitStanding.objects.exists()
    assert_books_balance()


def test_another_post_level_has_another_requirement(city):
    lin = make_person(unit=city)
    publish_requirement(
        actor=None, year=2026, post_level="131", total_hundredths=8000, required_hundredths=4000, now=NOW
    )
    enrol(lin)
    earn(lin, 5000, category="required")
    assert standing(lin.pk, 2026).met_at is not None
    enrolment.reclassify([events.Reclassified(lin.pk, city.path, "150", "131")], NOW)
    now_due = standing(lin.pk, 2026)
    assert (now_due.due_total_hundredths, now_due.met_at) == (8000, None)
    assert_books_balance()


def test_a_new_version_holds_those_who_met_the_old_one(city):
    lin = make_person(unit=city)
    enrol(lin)
    earn(lin, 5000, category="required")
    publish_requirement(
        actor=None, year=2026, post_level="150", total_hundredths=6000, required_hundredths=3000, now=NOW
    )
    assert standing(lin.pk, 2026).met_at is None
    assert requirement_for(lin, 2026, NOW)[:3] == (6000, 3000, 1)
    assert requirement_for(lin, 2026, NOW.replace(month=5))[:3] == (5000, 3000, 0)
    assert_books_balance()


def test_the_defaults_are_written_down_once():
    assert (seed_requirements(year=2026, now=NOW), seed_requirements(year=2026, now=NOW)) == (8, 0)


def test_a_year_opens_for_everyone_and_may_be_begun_again(city):
    for _number in range(3):
        make_person(unit=city)
    make_person(unit=city, is_learner=False)
    assert (open_year(actor=None, year=2026, now=NOW), open_year(actor=None, year=2026, now=NOW)) == (3, 0)
    assert (Standing.objects.count(), people_of(city), OpenedYear.objects.count()) == (3, 3, 1)
    assert_books_balance()


def test_a_new_version_holds_those_who_left_too_and_counts_them_nowhere(city):
    lin, zhou = make_person(unit=city, post_level="150"), make_person(unit=city, post_level="150")
    wu = make_person(unit=city, post_level="142")
    enrol(lin, zhou, wu)
    for person in (lin, zhou, wu):
        earn(person, 5000, category="required")
    enrolment.leave([events.Left(zhou.pk, city.path)], NOW)
    Person.objects.filter(pk=zhou.pk).update(is_active=False)
    publish_requirement(
        actor=None, year=2026, post_level="150", total_hundredths=6000, required_hundredths=3000, now=NOW
    )
    assert [standing(person.pk, 2026).met_at is None for person in (lin, zhou, wu)] == [True, True, False]
    assert UnitStanding.objects.get(unit_id=city.pk).met == 1
    assert_books_balance()
