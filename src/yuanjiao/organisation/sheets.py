"""Writing lists as Excel files whose cells cannot become formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook

RISKY = ("=", "+", "-", "@", "\t", "\r")


def escaped(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An Excel file of one sheet; every cell is text."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"constant_memory": True})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(title[:31])
    sheet.set_column(0, len(headings) - 1, 20)
    sheet.freeze_panes(1, 0)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            sheet.write_string(number, place, escaped(text))
    book.close()
    return buffer.getvalue()
