"""The list of a training's attendants in Excel: the template, and reading a filled one against a scope."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from yuanjiao.credits.models import Training
from yuanjiao.organisation.importing.sheet import text_of
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.organisation.sheets import unescaped, workbook

NUMBER, NAME = "学号", "姓名"
MOST_ROWS = 2000
HEADER_SEARCHED = 10


class UnreadableRoster(Exception):
    """The file is no list of attendants; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class RosterFault:
    """What is wrong in one row; `row` is the number that Excel shows."""

    row: int
    sentence: str


@dataclass(slots=True)
class Roster:
    """What a list holds: the attendants found, and the faults of the other rows."""

    learners: list[Person] = field(default_factory=list)
    faults: list[RosterFault] = field(default_factory=list)
    known: int = 0
    """How many rows are claimed already."""


def roster_template() -> bytes:
    """The empty list."""
    return workbook(_("参训人员"), [NUMBER, NAME], [], [20, 20])


def read_roster(content: bytes, training: Training, scope: Scope) -> Roster:
    """A filled list looked at without changing anything; two queries whatever its length.

    :raises UnreadableRoster: when it is no Excel file, lacks the headings, or is too long.
    """
    rows, roster, seen = _rows(content), Roster(), set[str]()
    people = scope.people(Permission.CLAIMS_DECIDE).filter(is_active=True).select_related("unit")
    found = {
        each.staff_number: each for each in people.filter(staff_number__in=[number for _row, number, _name in rows])
    }
    claimed = set(training.claims.values_list("learner_id", flat=True))
    for row, number, name in rows:
        person, words = found.get(number), {"number": number, "name": name}
        if number in seen:
            roster.faults.append(RosterFault(row, _("学号 %(number)s 前面已经有一行。") % words))
        elif person is None:
            roster.faults.append(RosterFault(row, _("在您的管理范围内找不到在册的学号“%(number)s”。") % words))
        elif name and name != person.full_name:
            words["found"] = person.full_name
            roster.faults.append(RosterFault(row, _("学号 %(number)s 是%(found)s，不是“%(name)s”，请核对。") % words))
        elif person.pk in claimed:
            roster.known += 1
        else:
            roster.learners.append(person)
        seen.add(number)
    return roster


def _rows(content: bytes) -> list[tuple[int, str, str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        cells = [[unescaped(text_of(cell)) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except Exception:  # noqa: BLE001 -- the reader has a class of its own for each way a file can be broken
        raise UnreadableRoster(_("认不出这个文件。请用模板填写，保存为 xlsx 后再上传。")) from None
    heading = next((place for place, row in enumerate(cells[:HEADER_SEARCHED]) if NUMBER in row), None)
    if heading is None:
        raise UnreadableRoster(_("没有找到“学号”这一列。请用模板填写。"))
    number_at = cells[heading].index(NUMBER)
    name_at = cells[heading].index(NAME) if NAME in cells[heading] else None
    rows = [
        (place, row[number_at], row[name_at] if name_at is not None else "")
        for place, row in enumerate(cells, start=1)
        if place > heading + 1 and row[number_at]
    ]
    if len(rows) > MOST_ROWS:
        raise UnreadableRoster(_("一次最多 2,000 人。请分成几份名单。"))
    return rows
