"""The empty sheet that administrators fill in: drop-down lists, examples, an explanation of every column."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from yuanjiao.organisation.importing.columns import COLUMNS

LAST_ROW = 20_000
LONGEST_LIST = 255


def template_workbook() -> bytes:
    """The template as an Excel file: sheet 人员 to fill in, sheet 说明 to read."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    bold = book.add_format({"bold": True, "bg_color": "#F8EBE6"})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("人员")
    explanation = book.add_worksheet("说明")
    explanation.write_row(0, 0, [_("列"), _("必填"), _("示例"), _("怎么填")], bold)
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, column.heading + ("*" if column.required else ""), bold)
        sheet.set_column(place, place, 18, text)
        if column.words:
            _offer(sheet, place, column.words)
        row = [column.heading, "是" if column.required else "", column.example, column.explanation]
        for cell_place, cell in enumerate(row):
            explanation.write_string(place + 1, cell_place, cell)
    rules = [
        _("以学号认人：学号已在册的更新，没有的新增。空着的格不改动原来的内容。"),
        _("单位变了按调动处理，生效日期为导入当天，原来的记录保留。"),
        _("上传后先检查，列出每一行的问题；确认后才会写入。"),
    ]
    for place, rule in enumerate(rules, start=len(COLUMNS) + 2):
        explanation.write_string(place, 0, rule)
    explanation.set_column(0, 1, 12)
    explanation.set_column(2, 2, 22)
    explanation.set_column(3, 3, 70)
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _offer(sheet: object, place: int, words: tuple[str, ...]) -> None:
    source = list(words)
    if len(",".join(source)) <= LONGEST_LIST:
        sheet.data_validation(1, place, LAST_ROW, place, {"validate": "list", "source": source})  # type: ignore[attr-defined]  # xlsxwriter has no types
