"""What a version of the measures says otherwise than another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.oversight.measures_compared import Change, Chapter, Piece, compared, pieces, sentences

SAME, CHANGED, NEW, GONE = Change.SAME, Change.CHANGED, Change.NEW, Change.GONE


def test_a_changed_sentence_is_told_as_gone_and_new_among_those_that_stay():
    told = pieces("每人每年五十学分。缺勤三次约谈。", "每人每年六十学分。缺勤三次约谈。")
    assert told == [Piece(GONE, "每人每年五十学分。"), Piece(NEW, "每人每年六十学分。"), Piece(SAME, "缺勤三次约谈。")]


def test_chapters_are_found_by_title_then_by_their_rule():
    before = [Chapter("总则", "一。"), Chapter("学分", "二。", "credit"), Chapter("附则", "三。")]
    after = [Chapter("总则", "一。"), Chapter("学分与学时", "二。", "credit"), Chapter("奖励", "四。")]
    told = [(each.title, each.title_before, each.change) for each in compared(before, after)]
    assert told == [
        ("总则", "总则", SAME),
        ("学分与学时", "学分", CHANGED),
        ("奖励", "", NEW),
        ("附则", "附则", GONE),
    ]


@given(st.text(alphabet="甲乙。；\n.", max_size=40), st.text(alphabet="甲乙。；\n.", max_size=40))
def test_the_pieces_make_up_both_texts(before, after):
    told = pieces(before, after)
    assert "".join(piece.text for piece in told if piece.change is not GONE) == after
    assert "".join(piece.text for piece in told if piece.change is not NEW) == before
    assert "".join(sentences(before)) == before
