"""Writing lists as Excel files whose cells cannot become formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

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


class Sheet(NamedTuple):
    """One sheet of a file: its title, its headings, its rows, and how wide its columns are in characters."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] | None = None


def workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int] | None = None
) -> bytes:
    """An Excel file of one sheet: numbers, days and moments stay what they are, everything else is text."""
    return workbook_of([Sheet(title, headings, rows, widths)])


def workbook_of(sheets: Iterable[Sheet]) -> bytes:
    """An Excel file of several sheets, each as `workbook` writes its one."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"constant_memory": True})
    bold = book.add_format({"bold": True})
    formats = {date: book.add_format({"num_format": "yyyy-mm-dd"})}
    formats[datetime] = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for sheet in sheets:
        _write(book.add_worksheet(sheet.title.translate(FORBIDDEN_IN_TITLES)[:TITLE_AT_MOST]), sheet, bold, formats)
    book.close()
    return buffer.getvalue()


def _write(page: Worksheet, sheet: Sheet, bold: Format, formats: dict[type[date], Format]) -> None:
    page.freeze_panes(1, 0)
    for place, heading in enumerate(sheet.headings):
        width = sheet.widths[place] if sheet.widths else 20
        page.set_column(place, place, min(max(width, WIDTH_AT_LEAST), WIDTH_AT_MOST))
        page.write_string(0, place, heading, bold)
    for number, row in enumerate(sheet.rows, start=1):
        for place, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                page.write_string(number, place, escaped(cell))
            elif isinstance(cell, date):
                page.write_datetime(number, place, _wall_clock(cell), formats[type(cell)])
            else:
                page.write_number(number, place, cell)


def _wall_clock(moment: date) -> date:
    """A moment as the reader's clock shows it: spreadsheets know no time zones."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment).replace(tzinfo=None)
    return moment
