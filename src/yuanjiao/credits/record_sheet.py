"""A learner's record as an Excel file."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import Category
from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.credits.years import SHANGHAI

WIDTHS = (8, 20, 10, 12, 48, 10, 10, 68)


def record_sheet(title: str, entries: Iterable[LedgerEntry]) -> bytes:
    """One line an entry, in the order given. Every text is written as text: nothing in a cell is a formula."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    credit = book.add_format({"num_format": "0.00"})
    headings = (_("序号"), _("时间"), _("年度"), _("类型"), _("名称"), _("类别"), _("学分"), _("校验码"))
    sheet.write_row(0, 0, headings, bold)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for row, entry in enumerate(entries, start=1):
        sheet.write_number(row, 0, entry.sequence)
        sheet.write_datetime(row, 1, entry.at.astimezone(SHANGHAI).replace(tzinfo=None), moment)
        sheet.write_number(row, 2, entry.year)
        sheet.write_string(row, 3, str(EntryKind(entry.kind).label))
        sheet.write_string(row, 4, entry.title)
        sheet.write_string(row, 5, str(Category(entry.category).label))
        sheet.write_number(row, 6, entry.hundredths / 100, credit)
        sheet.write_string(row, 7, entry.hash)
    book.close()
    return file.getvalue()
