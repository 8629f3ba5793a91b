"""What one pulse does: counted, held, repeated, waiting for an attention check."""

from hypothesis import given, settings
from hypothesis import strategies as st

from yuanjiao.learning import coverage
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.policy import WatchingRules
from yuanjiao.learning.watching import Played, advance

RULES = WatchingRules()
MINUTE = 60_000


def desk(duration_ms=10 * MINUTE, checks=()):
    return Desk(learner=1, session=7, lesson=3, course=2, duration_ms=duration_ms, checks=tuple(checks))


def play(desk, number, start, end, now, *, answer=-1, speed=150):
    return advance(desk, Played(number, [(start, end)] if end > start else [], end, answer), now, speed, RULES)


def test_fifteen_seconds_played_in_fifteen_seconds_count_whole():
    lin = desk()
    assert play(lin, 1, 0, 15_000, 15_000).accepted == [(0, 15_000)]
    assert lin.covered_ms == 15_000


def test_one_pulse_that_claims_everything_gets_what_the_clock_gave():
    lin = desk()
    outcome = play(lin, 1, 0, 10 * MINUTE, 10_000, speed=100)
    assert outcome.accepted == [(0, 10_000)]
    assert outcome.held == [(10_000, 10 * MINUTE)]
    assert outcome.reason == "too_fast"


def test_held_time_counts_when_it_is_sent_again_later():
    lin = desk()
    held = play(lin, 1, 0, 40_000, 20_000, speed=100).held
    later = advance(lin, Played(2, held, 40_000, -1), 40_000, 100, RULES)
    assert later.accepted == held
    assert lin.coverage == [(0, 40_000)]


def test_the_same_pulse_again_changes_nothing():
    lin = desk()
    play(lin, 1, 0, 15_000, 15_000)
    again = play(lin, 1, 15_000, 30_000, 30_000)
    assert again.repeated
    assert lin.coverage == [(0, 15_000)]


def test_gaps_and_disorder_in_numbers_are_normal():
    lin = desk()
    for number, start in ((5, 0), (2, 15_000), (9, 30_000), (3, 45_000)):
        assert not play(lin, number, start, start + 15_000, start + 15_000).repeated
    assert lin.coverage == [(0, 60_000)]


def test_watching_the_same_minute_twice_costs_no_allowance():
    lin = desk()
    play(lin, 1, 0, MINUTE, MINUTE, speed=100)
    play(lin, 2, 0, MINUTE, 2 * MINUTE, speed=100)
    assert lin.balance_ms == MINUTE


def test_the_lesson_is_done_once_at_ninety_five_per_cent():
    lin = desk(duration_ms=100_000)
    assert not play(lin, 1, 0, 94_999, 100_000).lesson_done
    assert play(lin, 2, 94_999, 95_000, 110_000).lesson_done
    assert not play(lin, 3, 95_000, 100_000, 120_000).lesson_done


def test_a_check_falls_due_and_what_is_played_past_it_waits():
    lin = desk(checks=[30_000])
    outcome = play(lin, 1, 20_000, 45_000, 45_000)
    assert outcome.accepted == [(20_000, 30_000)]
    assert lin.pending == [(30_000, 45_000)]
    assert lin.outstanding == 0


def test_an_answer_releases_what_waited():
    lin = desk(checks=[30_000])
    play(lin, 1, 20_000, 45_000, 45_000)
    outcome = play(lin, 2, 45_000, 50_000, 60_000, answer=0)
    assert outcome.accepted == [(30_000, 50_000)]
    assert lin.coverage == [(20_000, 50_000)]
    assert lin.outstanding == -1


def test_without_an_answer_counting_pauses_after_ninety_seconds():
    lin = desk(checks=[30_000])
    play(lin, 1, 20_000, 45_000, 45_000)
    outcome = play(lin, 2, 100_000, 115_000, 45_000 + 91_000)
    assert outcome.held == [(100_000, 115_000)]
    assert outcome.reason == "check_missed"


def test_one_check_covers_an_offline_gap():
    lin = desk(checks=[30_000, 200_000, 400_000])
    play(lin, 1, 0, 450_000, 450_000)
    assert lin.outstanding == 0
    play(lin, 2, 450_000, 451_000, 455_000, answer=0)
    assert lin.answered == 0b111
    assert lin.coverage == [(0, 451_000)]


def test_a_wrong_answer_releases_nothing():
    lin = desk(checks=[30_000])
    play(lin, 1, 20_000, 45_000, 45_000)
    play(lin, 2, 45_000, 50_000, 60_000, answer=-1)
    assert lin.coverage == [(20_000, 30_000)]


def test_playing_around_a_check_does_not_avoid_it():
    lin = desk(checks=[30_000])
    play(lin, 1, 0, 29_999, 60_000)
    play(lin, 2, 30_001, 50_000, 90_000)
    assert lin.outstanding == 0


def test_crumbs_are_held_when_a_coverage_has_too_many_parts():
    lin = desk()
    for number, at in enumerate(range(0, 600_000, 500)):
        outcome = play(lin, number, at, at + 100, 10 * MINUTE + number * 10)
    assert len(lin.coverage) == coverage.MOST_SPANS
    assert outcome.reason == "scattered"


actions = st.lists(
    st.tuples(
        st.integers(0, 30), st.integers(0, 600_000), st.integers(0, 600_000), st.integers(0, 60_000), st.integers(-1, 2)
    ),
    max_size=25,
)


@given(actions, st.sampled_from([100, 150, 200]))
@settings(max_examples=150)
def test_for_every_interleaving_what_counts_fits_the_clock_and_the_set(actions, speed):
    lin = desk(checks=[100_000, 300_000, 500_000])
    now = 0
    for number, one, other, wait, answer in actions:
        now += wait
        played = Played(
            number, [(min(one, other), max(one, other))], other, answer if answer == lin.outstanding else -1
        )
        outcome = advance(lin, played, now, speed, RULES)
        assert lin.covered_ms == coverage.measure(lin.coverage) <= now * speed // 100
        assert not coverage.difference(outcome.accepted, lin.coverage)
        assert lin.balance_ms >= 0
