"""Coverage is a set: whatever the order, whatever is said twice."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.learning import coverage

spans = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 400)).map(lambda pair: (min(pair), max(pair))), max_size=12
)


def milliseconds(some):
    return {moment for start, end in some for moment in range(start, end)}


@given(spans)
def test_the_normal_form_holds_the_same_milliseconds_sorted_and_apart(some):
    normal = coverage.normal(some)
    assert milliseconds(normal) == milliseconds(some)
    assert all(end < start for (_, end), (start, _) in pairwise(normal))


@given(spans, spans)
def test_union_does_not_mind_the_order(one, other):
    one, other = coverage.normal(one), coverage.normal(other)
    assert coverage.union(one, other) == coverage.union(other, one)


@given(spans, spans, spans)
def test_union_does_not_mind_the_grouping(one, two, three):
    one, two, three = map(coverage.normal, (one, two, three))
    assert coverage.union(coverage.union(one, two), three) == coverage.union(one, coverage.union(two, three))


@given(spans)
def test_union_with_itself_changes_nothing(some):
    some = coverage.normal(some)
    assert coverage.union(some, some) == some


@given(spans, spans)
def test_difference_is_what_only_the_first_holds(one, other):
    found = coverage.difference(coverage.normal(one), coverage.normal(other))
    assert milliseconds(found) == milliseconds(one) - milliseconds(other)


@given(spans, st.integers(0, 900))
def test_a_cut_keeps_exactly_what_is_allowed_and_loses_nothing(some, allowed):
    some = coverage.normal(some)
    kept, rest = coverage.cut(some, allowed)
    assert coverage.measure(kept) == min(allowed, coverage.measure(some))
    assert milliseconds(kept) | milliseconds(rest) == milliseconds(some)
    assert not milliseconds(kept) & milliseconds(rest)


@given(spans, st.integers(0, 400))
def test_holds_says_whether_a_millisecond_is_covered(some, moment):
    assert coverage.holds(coverage.normal(some), moment) == (moment in milliseconds(some))


@given(spans)
def test_packing_and_unpacking_gives_the_same_coverage(some):
    some = coverage.normal(some)
    assert coverage.unpack(coverage.pack(some)) == some


def test_fractional_pulses_over_half_an_hour_cover_all_of_it():
    seam = [round(number * 1_800_000 / 119.7) for number in range(120)] + [1_800_000]
    covered = []
    for start, end in pairwise(seam):
        covered = coverage.union(covered, [(start, end)])
    assert covered == [(0, 1_800_000)]
