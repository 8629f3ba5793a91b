"""Exact ranks by prefix sum, boards, and names as far as the setting discloses them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.credits import NOW, earn, enrol
from tests.factories.organisation import make_person, make_unit

from yuanjiao.credits.names import shown_name, surname_of
from yuanjiao.credits.public import (
    Disclosure,
    RankingRules,
    people_board,
    places,
    rank,
    standing,
    units_board,
)


@pytest.fixture
def city(db):
    return make_unit()


def learner(unit, hundredths, name="林示例", **fields):
    person = make_person(name, unit=unit, **fields)
    enrol(person)
    if hundredths:
        earn(person, hundredths, category="required")
    return person


def test_equal_credits_share_a_rank_and_the_next_is_counted_on(city):
    people = [learner(city, hundredths) for hundredths in (300, 200, 200, 100, 0)]
    assert [rank(person.pk, city, 2026).rank for person in people] == [1, 2, 2, 4, 5]


def test_a_learner_has_a_place_in_academy_district_and_unit(city):
    district = make_unit("示例区", under=city)
    township = make_unit("示例乡", under=district)
    lin = learner(township, 100)
    learner(district, 200)
    learner(city, 300)
    found = places(standing(lin.pk, 2026))
    assert [(place.rank, place.people) for place in (found.academy, found.district, found.unit)] == [
        (3, 3),
        (2, 2),
        (1, 1),
    ]


def test_nobody_has_a_rank_where_she_is_not(city):
    assert rank(learner(city, 100).pk, make_unit("邻市"), 2026) is None


def test_places_take_three_queries(city, django_assert_num_queries):
    stands = standing(learner(city, 100).pk, 2026)
    with django_assert_num_queries(3):
        places(stands)


def test_the_board_of_a_small_unit_and_of_the_whole_academy_agree_with_sorting(city):
    districts = [make_unit(f"示例区{number}", under=city) for number in range(3)]
    everyone = [(unit, hundredths) for unit in districts for hundredths in (100, 300, 0, 200, 300)]
    people = {learner(unit, hundredths).pk: (unit, hundredths) for unit, hundredths in everyone}
    rules = RankingRules()
    for unit in (city, *districts):
        expected = sorted(h for u, h in people.values() if h and unit in (u, city))[::-1][:4]
        board = people_board(unit, 2026, viewer=None, rules=rules, top=4)
        assert [line.hundredths for line in board] == expected
        assert [line.rank for line in board] == [1 + expected.index(h) for h in expected]


def test_the_board_takes_the_same_queries_for_one_and_many(city, django_assert_num_queries):
    learner(city, 100)
    for _round in range(2):
        with django_assert_num_queries(4):
            people_board(city, 2026, viewer=None, rules=RankingRules())
        for hundredths in (200, 300):
            learner(city, hundredths)


def test_units_are_compared_by_their_rate_not_by_their_size(city):
    large, small = make_unit("大区", under=city), make_unit("小区", under=city)
    for hundredths in (6000, 0, 0):
        learner(large, hundredths)
    learner(small, 5000)
    assert [(line.name, line.rank, line.met_rate) for line in units_board(city, 2026, NOW)] == [
        ("小区", 1, 1.0),
        ("大区", 2, 1 / 3),
    ]


def test_outside_her_unit_a_name_is_surname_and_title(city):
    lin = make_person("欧阳示例", unit=city, position="科长")
    zhou = make_person("周示例", unit=make_unit("邻市"))
    assert shown_name(lin, zhou, Disclosure.SURNAME) == "欧阳科长"
    assert shown_name(lin, None, Disclosure.HIDDEN) == "学员"
    assert shown_name(lin, make_person(unit=city), Disclosure.HIDDEN) == "欧阳示例"


@pytest.mark.parametrize(("name", "surname"), [("林小示", "林"), ("司马示", "司马"), ("Ann Lee", "Lee"), ("", "")])
def test_surnames(name, surname):
    assert surname_of(name) == surname


@given(st.lists(st.integers(0, 20), min_size=1), st.integers(0, 20))
def test_a_prefix_sum_is_the_place_in_a_sorted_list(credits_of_all, mine):
    histogram = {value: credits_of_all.count(value) for value in credits_of_all}
    by_prefix = 1 + sum(people for value, people in histogram.items() if value > mine)
    assert by_prefix == 1 + len([value for value in credits_of_all if value > mine])
