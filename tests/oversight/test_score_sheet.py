"""Scoring many units in Excel: the list goes out and comes in again, whole or with every fault by its row."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook
from tests.factories.assessments import NOW, make_assessment, make_shown, score_all, the_score
from tests.factories.organisation import make_unit
from tests.factories.talks import administrator_of, learners

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.organisation.sheets import workbook
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.actions.scores import GivenByFormula
from yuanjiao.oversight.score_sheet import HEADINGS

pytestmark = pytest.mark.django_db
GOOD = ["", "制度健全", 30, 25.5, "看过台账。"]


@pytest.fixture
def assessment():
    """Two townships of Wu's district, counted; the order of the list is that of the tree."""
    here = make_unit("本区", under=make_unit("示例市"))
    for name in ("甲镇", "乙镇"):
        learners(make_unit(name, under=here), 100)
    made = make_assessment(administrator_of(here, "吴"), here)
    made.by_hand = list(made.scores.filter(indicator__formula="").order_by("unit__path"))
    return made


def rows_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def filled(*rows: list[object]) -> bytes:
    return workbook("评分表", HEADINGS, rows)


def read(assessment, *rows: list[object]) -> oversight.ScoreSheet:
    return oversight.read_score_sheet(filled(*rows), assessment)


def give(assessment, given, actor=None) -> int:
    actor = actor or Scope.of(assessment.opened_by, NOW)
    return oversight.give_points_of_many(actor=actor, assessment_id=assessment.pk, given=given, now=NOW)


def test_the_list_has_every_score_by_hand_and_comes_back_unchanged(assessment):
    head, *rows = rows_of(oversight.score_sheet(assessment))
    assert head == list(HEADINGS)
    assert [row[1:4] for row in rows] == [["甲镇", "制度健全", 30], ["乙镇", "制度健全", 30]]
    score_all(assessment.opened_by, assessment)
    content = oversight.score_sheet(assessment)
    assert [row[4:] for row in rows_of(content)[1:]] == [[20, "看过台账。"]] * 2
    assert oversight.read_score_sheet(content, assessment) == oversight.ScoreSheet()


def test_filled_rows_become_points_and_empty_ones_are_passed_over(assessment):
    first, second = assessment.by_hand
    found = read(assessment, [first.pk, *GOOD], [second.pk, "", "", 30, None, None])
    assert found == oversight.ScoreSheet([oversight.Given(first.pk, 2550, "看过台账。")])
    assert give(assessment, found.given) == 1
    first.refresh_from_db()
    assert (first.points, first.words, first.given_by) == (2550, "看过台账。", assessment.opened_by)
    assert AuditEntry.objects.get(verb="oversight.give_points").detail["points"] == 2550


@pytest.mark.parametrize(
    ("points", "words", "sentence"),
    [
        (None, "看过。", "没有得分"),
        ("很好", "看过。", "不是数"),
        ("nan", "看过。", "两位小数"),
        (1.234, "看过。", "两位小数"),
        (30.5, "看过。", "要在 0 到 30 分之间"),
        (-1, "看过。", "要在 0 到 30 分之间"),
        (20, None, "没有依据"),
        (20, "看" * 2001, "依据太长"),
    ],
)
def test_a_row_that_is_amiss_is_told_by_its_number(assessment, points, words, sentence):
    first, second = assessment.by_hand
    found = read(assessment, [second.pk, *GOOD], [first.pk, "", "", 30, points, words])
    (fault,) = found.faults
    assert fault.row == 3
    assert sentence in fault.sentence


def test_numbers_of_other_scores_and_second_rows_are_faults(assessment):
    counted = assessment.scores.exclude(indicator__formula="").first()
    first = assessment.by_hand[0]
    found = read(assessment, [counted.pk, *GOOD], ["x", *GOOD], [first.pk, *GOOD], [first.pk, *GOOD])
    assert [fault.row for fault in found.faults] == [2, 3, 5]
    assert len(found.given) == 1


def test_what_is_no_list_is_refused(assessment):
    for content in (b"example", workbook("表", ["编号", "得分"], [])):
        with pytest.raises(oversight.UnreadableSheet):
            oversight.read_score_sheet(content, assessment)


def test_all_are_taken_in_or_none(assessment):
    first, second = assessment.by_hand
    good = oversight.Given(first.pk, 100, "看过。")
    counted = the_score(assessment, first.unit, "达标率")
    for bad, problem in (
        (oversight.Given(second.pk, 3001, "看过。"), oversight.PointsOff),
        (oversight.Given(counted.pk, 100, "看过。"), GivenByFormula),
        (oversight.Given(0, 100, "看过。"), oversight.NotAtThisStage),
    ):
        with pytest.raises(problem):
            give(assessment, [good, bad])
    first.refresh_from_db()
    assert first.points is None


def test_only_who_carries_it_out_takes_a_list_in_and_only_while_it_is_scored(assessment):
    given = [oversight.Given(assessment.by_hand[0].pk, 100, "看过。")]
    mei = administrator_of(assessment.by_hand[0].unit, "梅")
    with pytest.raises(OutOfScope):
        give(assessment, given, Scope.of(mei, NOW))
    district = make_unit("邻区", under=make_unit("邻市"))
    learners(make_unit("邻镇", under=district), 100)
    shown = make_shown(administrator_of(district, "秦"), district)
    with pytest.raises(oversight.NotAtThisStage):
        give(shown, [oversight.Given(shown.scores.get(indicator__formula="").pk, 100, "看过。")])
