from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from yuanjiao.learning import quiz_scoring
from yuanjiao.learning.quiz_scoring import DrawnQuestion


def question(number: int, *, kind: str = "single", correct: tuple[int, ...] = (1,), choices: int = 4) -> DrawnQuestion:
    return {
        "id": number,
        "kind": kind,
        "text": f"问题{number}",
        "explanation": "",
        "choices": [
            {"id": number * 10 + n, "text": f"选项{n}", "correct": n in correct} for n in range(1, choices + 1)
        ],
    }


BANK = [question(number) for number in range(1, 11)]


def test_a_draw_takes_as_many_as_asked_and_none_twice():
    drawn = quiz_scoring.draw(BANK, 5, Random(1))
    assert len({each["id"] for each in drawn}) == 5


def test_a_small_bank_is_drawn_whole():
    assert sorted(each["id"] for each in quiz_scoring.draw(BANK[:3], 5, Random(1))) == [1, 2, 3]


def test_choices_are_shuffled_and_all_there():
    orders = {
        tuple(choice["id"] for choice in quiz_scoring.draw(BANK[:1], 1, Random(seed))[0]["choices"])
        for seed in range(20)
    }
    assert len(orders) > 1
    assert {tuple(sorted(order)) for order in orders} == {(11, 12, 13, 14)}


def test_true_and_false_keep_their_usual_order():
    bank = [question(1, kind="true_false", choices=2)]
    orders = {tuple(c["id"] for c in quiz_scoring.draw(bank, 1, Random(seed))[0]["choices"]) for seed in range(20)}
    assert orders == {(11, 12)}


def test_a_multiple_choice_is_right_only_when_complete_and_without_extras():
    asked = question(1, kind="multiple", correct=(1, 3))
    assert quiz_scoring.right(asked, [13, 11])
    assert not quiz_scoring.right(asked, [11])
    assert not quiz_scoring.right(asked, [11, 12, 13])
    assert not quiz_scoring.right(asked, [])


def test_the_score_is_rounded_down():
    answers = {str(number): [number * 10 + 1] for number in (1, 2)}
    assert quiz_scoring.score(BANK[:3], answers) == 66
    assert quiz_scoring.score(BANK[:3], {}) == 0
    assert quiz_scoring.score([], {}) == 0


@settings(max_examples=30)
@given(st.dictionaries(st.integers(0, 12).map(str), st.lists(st.integers(0, 130), max_size=6)))
def test_no_answers_score_outside_per_cent(answers):
    assert 0 <= quiz_scoring.score(BANK, answers) <= 100


def test_reading_takes_time_in_proportion_to_the_text():
    assert quiz_scoring.quickest_seconds(BANK) > quiz_scoring.quickest_seconds(BANK[:5]) > 0
