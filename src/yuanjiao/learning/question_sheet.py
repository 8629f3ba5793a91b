"""Questions in Excel: the template, and reading a filled one row by row."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from yuanjiao.learning.failures import LearningFailure
from yuanjiao.learning.models import Question, QuestionKind
from yuanjiao.learning.questions import QuestionDraft, faults
from yuanjiao.organisation.sheets import escaped, unescaped

HEADINGS = ("题型", "题干", "选项A", "选项B", "选项C", "选项D", "选项E", "选项F", "答案", "解析")
KINDS = {"单选": QuestionKind.SINGLE, "多选": QuestionKind.MULTIPLE, "判断": QuestionKind.TRUE_FALSE}
LETTERS = "ABCDEF"
TRUE_WORDS = frozenset({"对", "正确", "是", "√", "T", "TRUE", "A"})
FALSE_WORDS = frozenset({"错", "错误", "否", "×", "X", "F", "FALSE", "B"})
MOST_ROWS = 1000
EXAMPLES = (
    ("单选", "我国的根本大法是什么？", "宪法", "刑法", "民法典", "", "", "", "A", "宪法具有最高的法律效力。"),
    ("多选", "下列哪些属于可再生能源？", "太阳能", "风能", "煤炭", "", "", "", "AB", ""),
    ("判断", "学完全部视频并通过测验才能得到学分。", "", "", "", "", "", "", "对", ""),
)


class UnreadableSheet(LearningFailure):
    """The file is no sheet of questions."""

    @property
    def sentence(self) -> str:
        """What to do."""
        return _("认不出这个文件。请用模板填写，保存为 xlsx 后再上传。")


class SheetTooLong(LearningFailure):
    """More rows than one file should hold."""

    @property
    def sentence(self) -> str:
        """What to do."""
        return _("一次最多导入 1,000 题。请分成几个文件。")


class RowFault(NamedTuple):
    """What is wrong in one row; `row` is the number that Excel shows."""

    row: int
    sentence: str


class Sheet(NamedTuple):
    """What a file holds: the sound questions, and the faults of the others."""

    drafts: list[QuestionDraft]
    faults: list[RowFault]


def template() -> bytes:
    """The empty sheet with one example of each kind."""
    return _written(EXAMPLES)


def export(questions: Iterable[Question]) -> bytes:
    """The questions as a sheet that can be changed and brought in again."""
    return _written(_row(question) for question in questions)


def _row(question: Question) -> list[str]:
    choices = list(question.choices.all())
    right = [letter for letter, choice in zip(LETTERS, choices, strict=False) if choice.correct]
    if question.kind == QuestionKind.TRUE_FALSE:
        true = next((choice.correct for choice in choices if choice.text in TRUE_WORDS), False)
        offered, answer = [], "对" if true else "错"
    else:
        offered, answer = [choice.text for choice in choices[: len(LETTERS)]], "".join(right)
    names = {str(kind): name for name, kind in KINDS.items()}
    cells = [names[question.kind], question.text, *offered, *[""] * (len(LETTERS) - len(offered)), answer]
    return [escaped(cell) for cell in [*cells, question.explanation]]


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    bold = book.add_format({"bold": True, "bg_color": "#F8EBE6"})
    text = book.add_format({"num_format": "@", "text_wrap": True})
    sheet = book.add_worksheet("题目")
    for place, heading in enumerate(HEADINGS):
        sheet.write_string(0, place, heading, bold)
        sheet.set_column(place, place, 40 if heading in ("题干", "解析") else 14, text)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)
    sheet.data_validation(1, 0, MOST_ROWS, 0, {"validate": "list", "source": list(KINDS)})
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def read(content: bytes) -> Sheet:
    """The questions of a filled sheet, with every fault named by its row.

    :raises UnreadableSheet: when it is no Excel file or lacks the headings.
    :raises SheetTooLong: beyond a thousand rows.
    """
    try:
        rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        )
    except Exception:  # noqa: BLE001 -- the reader has a class of its own for each way a file can be broken
        raise UnreadableSheet from None
    if not rows or tuple(_cells(rows[0]))[: len(HEADINGS)] != HEADINGS:
        raise UnreadableSheet
    filled = [(number, _cells(row)) for number, row in enumerate(rows[1:], start=2) if any(_cells(row))]
    if len(filled) > MOST_ROWS:
        raise SheetTooLong
    drafts: list[QuestionDraft] = []
    wrong: list[RowFault] = []
    for number, cells in filled:
        draft, problem = _draft(cells)
        sentences = [problem] if problem else faults(draft)
        wrong.extend(RowFault(number, sentence) for sentence in sentences)
        if not sentences:
            drafts.append(draft)
    return Sheet(drafts, wrong)


def _cells(row: Sequence[object]) -> list[str]:
    texts = [_text(cell) for cell in row]
    return (texts + [""] * len(HEADINGS))[: len(HEADINGS)]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unescaped(str(cell).strip())


def _draft(cells: list[str]) -> tuple[QuestionDraft, str]:
    """One row as a question, or what keeps it from being one."""
    kind, text, *choices, answer, explanation = cells
    known = KINDS.get(kind)
    draft = QuestionDraft(known or "", text, (), explanation)
    if known is None:
        return draft, _("题型“%(kind)s”不认识，只能写单选、多选或判断。") % {"kind": kind}
    if known is QuestionKind.TRUE_FALSE:
        word = answer.upper()
        if word not in TRUE_WORDS | FALSE_WORDS:
            return draft, _("判断题的答案写“对”或“错”，这里写的是“%(answer)s”。") % {"answer": answer}
        return QuestionDraft(known, text, (("对", word in TRUE_WORDS), ("错", word in FALSE_WORDS)), explanation), ""
    letters = {letter for letter in answer.upper() if letter.isalnum()}
    offered = {letter for letter, choice in zip(LETTERS, choices, strict=True) if choice}
    if not letters or letters - offered:
        return draft, _("答案“%(answer)s”里有没有填写的选项。") % {"answer": answer}
    marked = tuple((choice, letter in letters) for letter, choice in zip(LETTERS, choices, strict=True) if choice)
    return QuestionDraft(known, text, marked, explanation), ""
