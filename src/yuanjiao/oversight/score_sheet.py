"""Points by hand for many units at once: the list in Excel, and reading a filled one without changing anything."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from yuanjiao.organisation.importing.sheet import text_of
from yuanjiao.organisation.sheets import unescaped, workbook
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.models import Assessment, Score

NUMBER, UNIT, INDICATOR, MOST, POINTS, WORDS = HEADINGS = ("编号", "单位", "指标", "满分", "得分", "依据")
WIDTHS = (12, 28, 24, 12, 12, 60)
HEADER_SEARCHED = 10
LONGEST_WORDS = 2000


class UnreadableSheet(OversightRefused):
    """The file is no list of scores; the sentence says what to do."""


class PointsUnreadable(Exception):
    """A cell that should hold points does not; the sentence is the argument."""


@dataclass(frozen=True, slots=True)
class Given:
    """Points for one score, with what they rest on."""

    score_id: int
    points: int
    words: str


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong in one row; `row` is the number that Excel shows."""

    row: int
    sentence: str


@dataclass(slots=True)
class ScoreSheet:
    """What a list holds: the points that differ from those given so far, and the faults of other rows."""

    given: list[Given] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)


def score_sheet(assessment: Assessment) -> bytes:
    """The list of all scores by hand, with what was given so far."""
    rows = [
        [
            score.pk,
            score.unit.name,
            score.indicator.title,
            score.indicator.weight / 100,
            None if score.points is None else score.points / 100,
            score.words,
        ]
        for score in _by_hand(assessment)
    ]
    return workbook(_("评分表"), HEADINGS, rows, WIDTHS)


def read_score_sheet(content: bytes, assessment: Assessment) -> ScoreSheet:
    """A filled list; rows without points and words are passed over. One query.

    :raises UnreadableSheet: when it is no Excel file or lacks a heading.
    """
    scores, sheet, seen = {str(score.pk): score for score in _by_hand(assessment)}, ScoreSheet(), set[str]()
    for row, cells in _rows(content):
        score = scores.get(cells[NUMBER])
        if not cells[POINTS] and not cells[WORDS]:
            continue
        if score is None or cells[NUMBER] in seen:
            sentence = _("编号“%(number)s”不是这次考核由人评的项，或前面已经有一行。")
            sheet.faults.append(SheetFault(row, sentence % {"number": cells[NUMBER]}))
            continue
        seen.add(cells[NUMBER])
        try:
            given = Given(score.pk, _points(cells[POINTS], score), _words(cells[WORDS]))
        except PointsUnreadable as problem:
            sheet.faults.append(SheetFault(row, str(problem)))
            continue
        if (given.points, given.words) != (score.points, score.words):
            sheet.given.append(given)
    return sheet


def _by_hand(assessment: Assessment) -> QuerySet[Score]:
    scores = assessment.scores.filter(indicator__formula="").select_related("unit", "indicator")
    return scores.order_by("unit__path", "indicator__position")


def _points(text: str, score: Score) -> int:
    try:
        hundredths = Decimal(text) * 100
    except InvalidOperation:
        raise PointsUnreadable(_("“%(unit)s”的“%(title)s”没有得分，或得分不是数。") % _names(score)) from None
    if not hundredths.is_finite() or hundredths != hundredths.to_integral_value():
        raise PointsUnreadable(_("“%(unit)s”的“%(title)s”得分最多两位小数。") % _names(score))
    if not 0 <= hundredths <= score.indicator.weight:
        names = _names(score) | {"most": f"{score.indicator.weight / 100:g}"}
        raise PointsUnreadable(_("“%(unit)s”的“%(title)s”要在 0 到 %(most)s 分之间。") % names)
    return int(hundredths)


def _names(score: Score) -> dict[str, str]:
    return {"unit": score.unit.name, "title": score.indicator.title}


def _words(text: str) -> str:
    if not text:
        raise PointsUnreadable(_("有得分，没有依据。请写明为什么是这个分。"))
    if len(text) > LONGEST_WORDS:
        raise PointsUnreadable(_("依据太长，请写在 2,000 字以内。"))
    return text


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        page = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        cells = [[unescaped(text_of(cell)) for cell in row] for row in page.to_python(skip_empty_area=False)]
    except Exception:  # noqa: BLE001 -- the reader has a class of its own for each way a file can be broken
        raise UnreadableSheet(_("认不出这个文件。请用下载的评分表填写，保存为 xlsx 后再上传。")) from None
    heading = next((place for place, row in enumerate(cells[:HEADER_SEARCHED]) if NUMBER in row), None)
    missing = [name for name in (NUMBER, POINTS, WORDS) if heading is None or name not in cells[heading]]
    if heading is None or missing:
        raise UnreadableSheet(_("没有找到“%(name)s”这一列。请用下载的评分表填写。") % {"name": missing[0]})
    places = {name: cells[heading].index(name) for name in (NUMBER, POINTS, WORDS)}
    for row, line in enumerate(cells[heading + 1 :], start=heading + 2):
        yield row, {name: line[place] for name, place in places.items()}
