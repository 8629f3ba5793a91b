"""The written courses and questions, before anything is built from them."""

from __future__ import annotations

from collections import Counter

from yuanjiao.catalogue.models import SourceKind
from yuanjiao.demonstration import courses, quizzes
from yuanjiao.demonstration.courses import titles
from yuanjiao.demonstration.films import TOPICS
from yuanjiao.demonstration.lectures.script import lectures

NAMES = {lecture.name for lecture in lectures()}


def test_sixty_courses_and_more_in_ten_topics_from_four_sources() -> None:
    assert len(titles()) >= 60
    assert {title.topic for title in titles()} == set(TOPICS)
    assert {title.source for title in titles()} == set(SourceKind)


def test_every_lecture_has_its_own_course_in_front() -> None:
    own = [title for title in titles() if title.own_film]
    assert [title.title for title in own] == [lecture.title for lecture in lectures()]
    assert [title.number for title in own] == list(range(len(own)))


def test_all_films_that_courses_borrow_exist() -> None:
    assert {name for title in titles() for name in title.films} == NAMES


def test_twenty_two_universities_share_a_course_each() -> None:
    shared = [title for title in titles() if title.source == SourceKind.SHARED_OPEN]
    assert Counter(courses.shared_place(title) for title in shared) == Counter(range(22))


def test_the_credits_suffice_for_the_year() -> None:
    total = sum(title.hundredths for title in titles())
    required = sum(title.hundredths for title in titles() if title.category == "required")
    assert total >= 6000
    assert required >= 3000


def test_every_question_can_be_answered() -> None:
    assert set(quizzes.bank()) == NAMES
    for question in (each for bank in quizzes.bank().values() for each in bank):
        right = sum(correct for _text, correct in question.choices)
        assert question.explanation
        assert right == 1 if question.kind != "multiple" else right >= 2
        assert [text for text, _correct in question.choices] == ["正确", "错误"] or question.kind != "true_false"


def test_right_answers_do_not_all_stand_first() -> None:
    singles = [each for bank in quizzes.bank().values() for each in bank if each.kind == "single"]
    places = Counter(next(i for i, choice in enumerate(each.choices) if choice[1]) for each in singles)
    assert max(places.values()) < len(singles) * 0.7
