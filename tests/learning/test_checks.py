"""Attention checks: random to everyone, the same after a reload."""

from yuanjiao.learning import checks

KEY = b"k" * 32
HALF_HOUR = 1_800_000


def test_a_half_hour_has_as_many_checks_as_the_policy_says():
    for wanted in (2, 3, 4):
        assert len(checks.positions(KEY, 1, 2, 0, HALF_HOUR, wanted)) == wanted


def test_a_short_lecture_has_one_and_a_snippet_none():
    assert len(checks.positions(KEY, 1, 2, 0, 180_000, 3)) == 1
    assert checks.positions(KEY, 1, 2, 0, 59_999, 3) == ()


def test_no_policy_no_checks():
    assert checks.positions(KEY, 1, 2, 0, HALF_HOUR, 0) == ()


def test_the_positions_stay_after_a_reload_and_differ_between_learners():
    assert checks.positions(KEY, 1, 2, 0, HALF_HOUR, 3) == checks.positions(KEY, 1, 2, 0, HALF_HOUR, 3)
    assert len({checks.positions(KEY, learner, 2, 0, HALF_HOUR, 3) for learner in range(50)}) == 50


def test_the_positions_rise_and_keep_off_the_ends():
    for learner in range(200):
        found = checks.positions(KEY, learner, 2, 0, HALF_HOUR, 4)
        assert list(found) == sorted(found)
        assert found[0] >= checks.MARGIN_MS
        assert found[-1] <= HALF_HOUR - checks.MARGIN_MS


def test_a_check_is_named_so_that_nobody_can_guess_it():
    assert len({checks.name(KEY, learner, 2, index) for learner in range(50) for index in range(4)}) == 200
