"""Lecture scripts, their speech, captions and slides."""

from __future__ import annotations

import array
from itertools import pairwise

import pytest

from yuanjiao.demonstration.films import TOPICS
from yuanjiao.demonstration.lectures import script, speech, timing
from yuanjiao.demonstration.lectures.film import speak
from yuanjiao.demonstration.lectures.script import ScriptMalformed, parse
from yuanjiao.demonstration.lectures.timing import Cue


def test_a_script_has_facts_sections_points_and_sentences() -> None:
    lecture = parse("short", "# 标题\ntopic: 主题\n\n## 第一节\n- 要点\n  一句话。又一句！\n")
    assert lecture.title == "标题"
    assert lecture.facts == {"topic": "主题"}
    assert [point.sentences for point in lecture.sections[0].points] == [["一句话。", "又一句！"]]


def test_a_stray_line_is_refused_with_its_number() -> None:
    with pytest.raises(ScriptMalformed, match="short, line 2"):
        parse("short", "# 标题\n没有记号的一行\n")


def test_there_are_eight_lectures_and_each_says_what_it_is() -> None:
    assert len(script.lectures()) == 8
    assert script.lectures()[0].name == script.FIRST
    for lecture in script.lectures():
        assert lecture.facts["topic"] in TOPICS
        assert lecture.facts["lecturer"].startswith("示例讲师")
        assert lecture.facts["summary"]


@pytest.mark.slow
def test_every_lecture_lasts_two_to_six_minutes() -> None:
    lengths = {lecture.name: speak(lecture).length_ms for lecture in script.lectures()}
    assert all(120_000 <= length <= 360_000 for length in lengths.values()), lengths


def test_speech_is_audible_and_as_long_every_time() -> None:
    spoken = speech.voice().say("各位学员，大家好。")
    loudest = max(map(abs, array.array("h", spoken)))
    assert len(spoken) > speech.voice().rate * speech.SAMPLE_BYTES
    assert 4_000 < loudest < 32_767
    # The voice breathes a little differently each time: a few thousandths of a second.
    assert len(speech.voice().say("各位学员，大家好。")) == pytest.approx(len(spoken), abs=400)


def test_a_sentence_is_cut_into_captions_that_share_its_time() -> None:
    sentence = "这是相当长的第一个分句，这是同样相当长的第二个分句。"
    found = timing.cues(sentence, 1_000, 4_000)
    assert [cue.text for cue in found] == ["这是相当长的第一个分句，", "这是同样相当长的第二个分句。"]
    assert (found[0].start_ms, found[-1].end_ms) == (1_000, 5_000)
    assert found[0].end_ms == found[1].start_ms


def test_captions_are_webvtt() -> None:
    written = timing.webvtt([Cue(0, 1_500, "第一句，"), Cue(3_661_001, 3_662_000, "第二句。")])
    assert written == ("WEBVTT\n\n00:00:00.000 --> 00:00:01.500\n第一句\n\n01:01:01.001 --> 01:01:02.000\n第二句\n")


@pytest.mark.slow
def test_captions_never_overlap() -> None:
    captions = speak(script.lectures()[0]).captions
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(captions))
