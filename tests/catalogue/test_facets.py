"""Facet arithmetic against counting by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.catalogue import facets

COLOURS, SIZES = ("red", "green", "blue"), ("small", "large")
courses = st.lists(st.tuples(st.sets(st.sampled_from(COLOURS)), st.sets(st.sampled_from(SIZES))), max_size=80)
selections = st.fixed_dictionaries(
    {"colour": st.sets(st.sampled_from(COLOURS)), "size": st.sets(st.sampled_from(SIZES))}
)


def facets_of(rows: list[tuple[set[str], set[str]]]) -> dict[str, dict[str, int]]:
    return {
        name: {value: facets.bits_of(at for at, row in enumerate(rows) if value in row[side]) for value in values}
        for side, (name, values) in enumerate((("colour", COLOURS), ("size", SIZES)))
    }


@pytest.mark.slow
@given(courses, selections)
def test_choosing_keeps_what_has_any_chosen_value_of_every_facet(rows, selection):
    everything = (1 << len(rows)) - 1
    by_hand = [
        at
        for at, (colour, size) in enumerate(rows)
        if (not selection["colour"] or colour & selection["colour"])
        and (not selection["size"] or size & selection["size"])
    ]
    assert facets.positions_of(facets.choose(facets_of(rows), selection, everything)) == by_hand


@pytest.mark.slow
@given(courses, selections)
def test_a_count_sets_its_own_facets_choice_aside(rows, selection):
    everything = (1 << len(rows)) - 1
    by_hand = {
        value: number
        for value in COLOURS
        if (
            number := sum(
                value in colour and (not selection["size"] or bool(size & selection["size"])) for colour, size in rows
            )
        )
    }
    assert facets.counts(facets_of(rows), selection, everything)["colour"] == by_hand


def test_an_unknown_value_leads_to_nothing():
    assert facets.choose({"colour": {"red": 0b11}}, {"colour": ["no such"]}, 0b11) == 0


def test_the_positions_of_no_bits_are_none():
    assert facets.positions_of(0) == []
