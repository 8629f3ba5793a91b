"""What is told of an act: values in plain words, many things shortened, and nothing that nobody named."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from yuanjiao.kernel import acts

SECRETS = re.compile("password|secret|token_key|code_hash|one_time|session_key")


@pytest.mark.parametrize(
    ("value", "words"),
    [(True, "是"), (False, "否"), (None, ""), (7, "7"), (["甲", "乙"], "甲、乙"), ({"甲": 1}, "甲 1")],
)
def test_a_value_is_said_plainly(value, words):
    assert acts.said(value) == words


def test_of_very_many_things_the_first_are_named_and_all_are_counted():
    assert acts.said([str(number) for number in range(21)]).endswith("18、19等，共 21")


@pytest.mark.parametrize(
    ("value", "words"),
    [("2026-03-01", "2026年3月1日"), ("2026-03-01T01:30:00+00:00", "2026年3月1日 09:30"), ("春", "春")],
)
def test_a_day_is_written_as_its_reader_writes_it(value, words):
    assert acts.day_said(value) == words


def test_a_change_names_both_and_says_where_there_was_nothing():
    assert acts.change_said(["甲", "乙"]) == "甲 → 乙"
    assert acts.change_said(["", "乙"]) == "无 → 乙"
    assert acts.change_said("P01") == "P01"


def test_numbers_of_hundredths_and_of_things():
    assert (acts.hundredths_said(250), acts.number_said([1, 2, 3])) == ("2.5", "3")


def test_the_most_exact_name_of_a_detail_holds():
    with translation.override("zh-hans"):
        assert str(acts.detail_of("credits.grant_exemption", "reason").label) == "事由"
        assert str(acts.detail_of("credits.reverse", "reason").label) == "原因"
    assert acts.detail_of("credits.reverse", "job") is None


def test_an_act_of_the_past_is_called_as_it_was_written():
    assert acts.act_named("organisation.gone") == "organisation.gone"
    assert acts.subject_of("gone").label == "gone"


def test_no_detail_that_could_open_a_door_is_shown():
    shown = [key for key in acts.details() if SECRETS.search(key) or key.endswith((".key", ".code", ".hash"))]
    assert shown == []
