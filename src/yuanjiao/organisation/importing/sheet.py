"""Reading a sheet, Excel or CSV, into plain rows of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineWorkbook

from yuanjiao.organisation.importing.columns import BY_HEADING, COLUMNS

MOST_ROWS = 500_000
HEADER_SEARCHED = 10
Cell = str | float | int | bool | date | datetime | time | timedelta | None


class UnreadableFile(Exception):
    """The file is not a sheet of people: broken, another format, or without the needed headings."""


def read_sheet(content: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The data rows of a sheet as (row number in the file from 1, cell texts by column key); empty rows are left out.

    :raises UnreadableFile: with a sentence that says what to do.
    """
    rows = _csv_rows(content) if name.lower().endswith((".csv", ".txt")) else _excel_rows(content)
    places: Mapping[str, int] | None = None
    for number, cells in enumerate(rows, start=1):
        if places is None:
            places = _header(cells)
            if places is None and number >= HEADER_SEARCHED:
                break
            continue
        texts = {key: text_of(cells[place]) if place < len(cells) else "" for key, place in places.items()}
        if any(texts.values()):
            if number > MOST_ROWS:
                raise UnreadableFile(_("表格超过 50 万行。请分成几个文件导入。"))
            yield number, texts
    if places is None:
        headings = "、".join(column.heading for column in COLUMNS if column.required)
        raise UnreadableFile(
            _("没有找到表头。前 10 行里应有一行写着：%(headings)s。请使用模板。") % {"headings": headings}
        )


def _header(cells: Sequence[Cell]) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        column = BY_HEADING.get(text_of(cell).rstrip("*＊ "))
        if column is not None:
            found.setdefault(column.key, place)
    return found if all(column.key in found for column in COLUMNS if column.required) else None


def _excel_rows(content: bytes) -> Iterator[Sequence[Cell]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
    except Exception:  # noqa: BLE001 -- the reader has a class of its own for each way a file can be broken
        raise UnreadableFile(_("打不开这个文件。请上传 Excel（xlsx、xls、ods）或 CSV 文件，且不要加密。")) from None
    # `iter_rows` begins at the first used row; the numbers must be those that Excel shows.
    start = sheet.start
    yield from ([] for _row in range(start[0] if start else 0))
    left = [None] * (start[1] if start else 0)
    yield from ([*left, *row] for row in sheet.iter_rows())


def _csv_rows(content: bytes) -> Iterator[Sequence[Cell]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first_line = text[:4096].split("\n", 1)[0]
        delimiter = max(",;\t", key=first_line.count)
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return
    raise UnreadableFile(_("认不出这个文件的文字编码。请另存为 UTF-8 的 CSV，或上传 Excel 文件。"))


def text_of(cell: Cell) -> str:
    """A cell as the text that a person sees: whole numbers without a point, days as 2024-03-01, yes and no as words."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)
