"""Reorganisations and the books: nobody is lost, what was earned stays where it was earned, all sums agree."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.claims import make_claim
from tests.factories.credits import NOW, assert_books_balance, earn, enrol
from tests.factories.organisation import grant, make_class, make_person, make_unit

from yuanjiao.credits.actions.reorganised import count_waiting
from yuanjiao.credits.models import LedgerEntry, Standing, UnitStanding
from yuanjiao.credits.public import outlook
from yuanjiao.organisation.models import Membership, Person, ReorganisationKind, Role, Unit
from yuanjiao.organisation.public import ReorganisationRefused, Scope, Wish, reorganise

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SYSTEM = Scope.of_system()
MOVE, MERGE, SPLIT, RENAME = ReorganisationKind


def make_city() -> Unit:
    """A city with two districts of two townships each; every unit has two learners in a class, one of whom earned."""
    city = make_unit("示例市")
    for district in ("甲", "乙"):
        upper = make_unit(f"{district}区", under=city)
        units = [upper, *(make_unit(f"{district}{number}镇", under=upper) for number in (1, 2))]
        for number, unit in enumerate(units, start=1):
            people = [make_person(unit=unit), make_person(unit=unit)]
            make_class(unit, *people)
            enrol(*people)
            earn(people[0], 100 * number)
    return city


def do(kind: ReorganisationKind, *units: Unit, now: datetime = NOW, **fields: object):
    return reorganise(actor=SYSTEM, wish=Wish(kind=kind, units=units, **{"on": now.date()} | fields), now=now)


def of(name: str) -> Unit:
    return Unit.objects.get(name=name, valid_to=None)


def figures(unit: Unit) -> tuple[int, int, int]:
    found = UnitStanding.objects.filter(unit_id=unit.pk, year=NOW.year).first()
    return (found.people, found.started, found.hundredths) if found else (0, 0, 0)


def test_a_move_takes_the_units_figures_from_one_district_to_the_other():
    city = make_city()
    former = of("甲2镇")
    do(MOVE, former, target=of("乙区"))
    assert figures(former) == (0, 0, 0)
    assert figures(of("甲2镇")) == (2, 1, 300)
    assert (figures(of("甲区")), figures(of("乙区"))) == ((4, 2, 300), (8, 4, 900))
    assert figures(city) == (12, 6, 1200)
    assert_books_balance()


def test_what_was_earned_keeps_the_unit_of_its_time():
    make_city()
    former = of("甲1镇")
    do(MERGE, former, target=of("甲2镇"))
    assert LedgerEntry.objects.filter(unit_path=former.path).count() == 1
    learner = Person.objects.get(pk=LedgerEntry.objects.get(unit_path=former.path).learner_id)
    assert earn(learner).unit_path == of("甲2镇").path
    assert_books_balance()


def test_the_year_before_stays_with_the_units_of_that_year():
    make_city()
    lin = make_person(unit=of("甲1镇"))
    last_year = NOW - timedelta(days=365)
    enrol(lin, at=last_year)
    earn(lin, at=last_year)
    former = of("甲1镇")
    do(MOVE, former, target=of("乙区"))
    assert UnitStanding.objects.get(unit_id=former.pk, year=2025).hundredths == 100
    assert not UnitStanding.objects.filter(unit_id=of("甲1镇").pk, year=2025).exists()


def test_joined_units_are_compared_with_their_sum_of_the_year_before():
    make_city()
    last_year = NOW - timedelta(days=365)
    for name in ("甲1镇", "甲2镇", "乙2镇"):
        lin = make_person(unit=of(name))
        enrol(lin, at=last_year)
        earn(lin, at=last_year)
    wu = make_person(unit=of("甲2镇"), is_learner=False)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    do(MERGE, of("甲1镇"), target=of("甲2镇"))
    do(MERGE, of("乙1镇"), target=of("乙2镇"))
    joined, half_known = of("甲2镇"), of("乙2镇")
    assert outlook(SYSTEM, joined, NOW).people_before == 2
    assert outlook(Scope.of(wu, NOW), None, NOW).people_before == 2
    assert (outlook(SYSTEM, half_known, NOW).people_before, outlook(SYSTEM, half_known, NOW).met_before) == (0, [])


def test_what_was_split_off_takes_in_the_rest_another_day():
    city = make_city()
    former = of("甲2镇")
    do(SPLIT, former, name="新镇", class_ids=tuple(former.class_groups.values_list("pk", flat=True)[:1]))
    do(MERGE, former, target=of("新镇"), on=NOW.date() + timedelta(days=1), now=NOW + timedelta(days=1))
    assert (figures(former), figures(of("新镇"))) == ((0, 0, 0), (2, 1, 300))
    assert figures(city) == (12, 6, 1200)
    assert_books_balance()


def test_whoever_waits_for_a_decision_is_counted():
    make_city()
    lin = make_person(unit=of("甲1镇"))
    with transaction.atomic():
        make_claim(lin)
    assert [each.number for each in count_waiting([of("甲区").path])] == [1, 0]
    assert [each.number for each in count_waiting([of("乙区").path])] == [0, 0]


WISHES = st.lists(
    st.tuples(st.sampled_from([MOVE, MERGE, SPLIT]), st.integers(0, 30), st.integers(0, 30), st.integers(0, 40)),
    max_size=4,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WISHES)
def test_no_sequence_of_reorganisations_loses_anybody_or_anything(db, wishes):
    with transaction.atomic():
        city = make_city()
        everyone, earned = set(Person.objects.values_list("pk", flat=True)), figures(city)
        for number, wish in enumerate(wishes):
            try_one(city, number, *wish)
        assert set(Person.objects.values_list("pk", flat=True)) == everyone
        assert figures(city) == earned
        assert set(Standing.objects.filter(counted=True).values_list("learner_id", flat=True)) == everyone
        assert not Person.objects.exclude(unit__valid_to=None).exists()
        assert Membership.objects.filter(until=None, unit__valid_to=None).count() == len(everyone)
        assert Unit.objects.find_problems() == ([], [], [], [], [])
        assert_books_balance()
        transaction.set_rollback(True)


def try_one(city: Unit, number: int, kind: ReorganisationKind, source: int, target: int, days: int) -> None:
    """One reorganisation of some unit; what cannot be is passed over."""
    units = list(Unit.objects.filter(path__startswith=city.path, valid_to=None).order_by("path"))
    unit = units[source % len(units)]
    fields: dict[str, object] = {"on": date(2026, 4, 20) + timedelta(days=days)}
    if kind == SPLIT:
        fields |= {"name": f"新{number}", "class_ids": tuple(unit.class_groups.values_list("pk", flat=True)[:1])}
    else:
        fields |= {"target": units[target % len(units)]}
    with suppress(ReorganisationRefused):
        do(kind, unit, **fields)
