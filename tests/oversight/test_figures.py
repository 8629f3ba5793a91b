"""Rates, sums up the tree, and places among peers."""

from __future__ import annotations

from yuanjiao.oversight.figures import Learner, Place, Tally, ranked, rolled_up, tally_of


def test_rates_are_shares_of_those_due():
    tally = Tally(due=8, participated=6, met=2, hundredths=24_000)
    assert (tally.participation_rate, tally.met_rate) == (0.75, 0.25)
    assert (tally.credits_a_head, tally.mean_credits) == (30.0, 40.0)


def test_a_unit_with_nobody_has_rates_of_nothing():
    assert (Tally().participation_rate, Tally().met_rate, Tally().credits_a_head, Tally().mean_credits) == (0, 0, 0, 0)


def test_a_learner_meets_the_requirement_when_both_parts_do():
    assert tally_of(Learner(5000, 3000, 5000, 3000, participated=True), 100) == Tally(1, 1, 1, 5000)
    assert tally_of(Learner(5000, 2999, 5000, 3000, participated=True), 100).met == 0
    assert tally_of(Learner(4999, 3000, 5000, 3000, participated=True), 100).met == 0


def test_a_half_year_may_ask_for_half_of_it_without_rounding_in_anyones_favour():
    assert tally_of(Learner(2500, 1500, 5000, 3000, participated=True), 50).met == 1
    assert tally_of(Learner(2499, 1500, 5000, 3000, participated=True), 50).met == 0


def test_what_was_carried_over_may_be_enough_and_whoever_owes_nothing_is_not_counted():
    assert tally_of(Learner(0, 0, 0, 0, participated=False), 100) == Tally(1, 0, 1, 0)
    assert tally_of(Learner(500, 0, 0, 0, participated=True, owes=False), 100) == Tally()


def test_every_unit_counts_its_whole_subtree():
    own = {"0001": Tally(1), "00010001": Tally(2), "000100010001": Tally(4), "00010002": Tally(8)}
    whole = rolled_up(own, own)
    assert {path: tally.due for path, tally in whole.items()} == {
        "0001": 15,
        "00010001": 6,
        "000100010001": 4,
        "00010002": 8,
    }


def test_people_of_a_unit_that_is_not_shown_count_above_it():
    assert rolled_up({"00010001": Tally(3)}, ["0001"]) == {"0001": Tally(3)}


def test_places_are_by_rate_then_credits_and_shared_by_equals():
    places = ranked(
        [
            (1, "districts", Tally(10, 10, 9, 40_000)),
            (2, "districts", Tally(20, 20, 18, 80_000)),
            (3, "districts", Tally(10, 10, 9, 50_000)),
            (4, "districts", Tally(10, 0, 0, 0)),
            (5, "departments", Tally(1, 0, 0, 0)),
            (6, "districts", Tally()),
        ]
    )
    assert places == {3: Place(1, 4), 1: Place(2, 4), 2: Place(2, 4), 4: Place(4, 4), 5: Place(1, 1)}
