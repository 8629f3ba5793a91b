"""The courses that an Excel file names by their keys."""

from __future__ import annotations

import io
from typing import NamedTuple

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.public import MOST_IN_A_BATCH
from yuanjiao.organisation.sheets import unescaped

HEADINGS = ("课程编号", "Course key")
MOST_ROWS = 5 * MOST_IN_A_BATCH


class KeysUnreadable(Exception):
    """The file cannot be read as a list of courses; the sentence is the argument."""


class Named(NamedTuple):
    """The courses that a file names, and the keys that no course has."""

    course_ids: list[int]
    unknown: list[str]


def read(content: bytes) -> Named:
    """The courses of a file, in its order, each once.

    :raises KeysUnreadable: when it is no Excel file, has no such column, or is too long.
    """
    keys = list(dict.fromkeys(_keys(content)))
    if len(keys) > MOST_ROWS:
        raise KeysUnreadable(_("表里的课程太多，请分几次。"))
    known = dict(Course.objects.filter(key__in=keys).values_list("key", "pk"))
    return Named([known[key] for key in keys if key in known], [key for key in keys if key not in known])


def _keys(content: bytes) -> list[str]:
    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except Exception:  # noqa: BLE001 -- the reader has a class of its own for each way a file can be broken
        raise KeysUnreadable(_("这不是能读的 Excel 文件（.xlsx）。")) from None
    headings = [str(cell).strip() for cell in rows[0]] if rows else []
    place = next((headings.index(heading) for heading in HEADINGS if heading in headings), None)
    if place is None:
        raise KeysUnreadable(_("第一行里没有“课程编号”这一列。请用从课程列表导出的 Excel。"))
    cells = (unescaped(str(row[place]).strip()) for row in rows[1:] if len(row) > place)
    return [cell for cell in cells if cell]
