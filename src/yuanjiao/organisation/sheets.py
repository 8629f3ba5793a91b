"""Writing lists as Excel files whose cells cannot become formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone
from xlsxwriter import Workbook

RISKY = ("=", "+", "-", "@", "\t", "\r")
FORBIDDEN_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
TITLE_AT_MOST = 31
WIDTH_AT_LEAST, WIDTH_AT_MOST = 12, 60
Cell = str | float | date | None
"""What a cell may hold: text, a number, a day, a moment (which is a day too), or nothing."""


def escaped(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def unescaped(text: str) -> str:
    """The text that was written before it was escaped."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(RISKY) else text


def workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int] | None = None
) -> bytes:
    """An Excel file of one sheet: numbers, days and moments stay what they are, everything else is text."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"constant_memory": True})
    bold = book.add_format({"bold": True})
    formats = {date: book.add_format({"num_format": "yyyy-mm-dd"})}
    formats[datetime] = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet(title.translate(FORBIDDEN_IN_TITLES)[:TITLE_AT_MOST])
    sheet.freeze_panes(1, 0)
    for place, heading in enumerate(headings):
        width = widths[place] if widths else 20
        sheet.set_column(place, place, min(max(width, WIDTH_AT_LEAST), WIDTH_AT_MOST))
        sheet.write_string(0, place, heading, bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(number, place, escaped(cell))
            elif isinstance(cell, date):
                sheet.write_datetime(number, place, _wall_clock(cell), formats[type(cell)])
            else:
                sheet.write_number(number, place, cell)
    book.close()
    return buffer.getvalue()


def _wall_clock(moment: date) -> date:
    """A moment as the reader's clock shows it: spreadsheets know no time zones."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment).replace(tzinfo=None)
    return moment
