"""Courses that learners wish for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.catalogue import make_course, make_draft
from tests.factories.organisation import make_person, make_unit
from tests.factories.sources import NOW, make_wish

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import CourseWish, WishState, WishVote
from yuanjiao.catalogue.wishing import key_of


@pytest.mark.parametrize("words", ["招投标", " 招 投标 ", "“招投标”", "想学招投标", "招投标的课程", "希望有招投标"])
def test_the_same_wish_in_other_words(words):
    assert key_of(words) == "招投标"


def test_letters_are_one_however_they_are_written():
    assert key_of("ＰＰＴ 制作") == key_of("ppt制作") == "ppt制作"
    assert key_of("我想学") != ""


@pytest.fixture
def two(db):
    unit = make_unit()
    return make_person("林示例", unit=unit), make_person("周示例", unit=unit)


def test_two_who_wish_the_same_wish_once_with_two_votes(two):
    lin, zhou = two
    first = catalogue.wish_for(actor=lin, words="招投标", why="下个月要用", now=NOW)
    again = catalogue.wish_for(actor=lin, words="招投标 ", now=NOW)
    second = catalogue.wish_for(actor=zhou, words="想学招投标", now=NOW)
    assert (first.new, again.new, second.new) == (True, False, True)
    assert list(CourseWish.objects.values_list("words", "vote_count")) == [("招投标", 2)]
    assert catalogue.reasons_of([first.wish.pk]) == {first.wish.pk: ["下个月要用"]}


def test_a_wish_without_words_is_none(two):
    with pytest.raises(catalogue.WishFailure):
        catalogue.wish_for(actor=two[0], words=" ？ ", now=NOW)


def test_ten_wishes_a_day_are_enough(two):
    for number in range(10):
        catalogue.wish_for(actor=two[0], words=f"愿望{number}", now=NOW)
    with pytest.raises(catalogue.WishFailure):
        catalogue.wish_for(actor=two[0], words="愿望", now=NOW)
    catalogue.wish_for(actor=two[0], words="愿望", now=NOW + timedelta(days=1, seconds=1))


def test_a_vote_can_be_taken_back_and_a_wish_of_nobody_goes(two):
    lin, zhou = two
    wish = make_wish(lin)
    assert catalogue.vote_for_wish(actor=zhou, wish_id=wish.pk, now=NOW)
    assert not catalogue.vote_for_wish(actor=lin, wish_id=wish.pk, now=NOW)
    assert CourseWish.objects.get().vote_count == 1
    assert not catalogue.vote_for_wish(actor=zhou, wish_id=wish.pk, now=NOW)
    assert not CourseWish.objects.exists()


def test_a_wish_is_answered_with_a_course_once(two):
    lin, zhou = two
    wish, course = make_wish(lin), make_course("招投标实务")
    answered = catalogue.answer_wish(actor=zhou, wish_id=wish.pk, course=course, now=NOW)
    assert (answered.state, answered.course) == (WishState.MET, course)
    with pytest.raises(catalogue.WishFailure):
        catalogue.answer_wish(actor=zhou, wish_id=wish.pk, answer="没有", now=NOW)
    with pytest.raises(catalogue.WishFailure):
        catalogue.vote_for_wish(actor=zhou, wish_id=wish.pk, now=NOW)


def test_whoever_wishes_for_what_is_there_is_told_so(two):
    lin, zhou = two
    catalogue.answer_wish(actor=zhou, wish_id=make_wish(lin).pk, course=make_course("招投标实务"), now=NOW)
    with pytest.raises(catalogue.WishFailure, match="招投标实务"):
        catalogue.wish_for(actor=zhou, words="招投标", now=NOW)


def test_an_answer_has_a_course_that_is_online_or_words(two):
    lin, zhou = two
    wish = make_wish(lin)
    with pytest.raises(catalogue.WishFailure):
        catalogue.answer_wish(actor=zhou, wish_id=wish.pk, now=NOW)
    with pytest.raises(catalogue.WishFailure):
        catalogue.answer_wish(actor=zhou, wish_id=wish.pk, course=make_draft(), now=NOW)
    declined = catalogue.answer_wish(actor=zhou, wish_id=wish.pk, answer="明年安排", now=NOW)
    assert (declined.state, declined.answer) == (WishState.DECLINED, "明年安排")


def test_those_who_wished_hear_of_the_answer_once(two):
    lin, zhou = two
    wish = make_wish(lin, zhou)
    assert catalogue.untold(wish).count() == 2
    catalogue.mark_told(vote_ids=WishVote.objects.values_list("pk", flat=True), now=NOW)
    assert catalogue.untold(wish).count() == 0
