"""What an import leaves to download: the new people's one-time codes, and the rows that stayed out."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.organisation import one_time
from yuanjiao.organisation.importing.faults import Fault
from yuanjiao.organisation.models import ImportJob, ImportRow, Person, RowOutcome
from yuanjiao.organisation.sheets import workbook

CHUNK = 1000


def code_rows(job: ImportJob) -> Iterator[list[str]]:
    """Staff number, name, unit and code of everyone the import brought, as far as her code is still the import's."""
    end = timezone.localtime(job.codes_expire_at).strftime("%Y-%m-%d") if job.codes_expire_at else ""
    reached = 0
    while True:
        rows = ImportRow.objects.filter(job=job, outcome=RowOutcome.NEW, number__gt=reached)
        found = list(rows.order_by("number").values_list("number", "staff_number")[:CHUNK])
        if not found:
            return
        reached = found[-1][0]
        people = Person.objects.filter(staff_number__in=[each[1] for each in found]).select_related("unit")
        for person in people.order_by("unit__path", "staff_number"):
            code = one_time.code_of_import(job.key, person.staff_number)
            if one_time.hash_of(code) == person.one_time_code_hash:
                yield [person.staff_number, person.full_name, person.unit.name, one_time.spoken(code), end]
            else:
                yield [person.staff_number, person.full_name, person.unit.name, _("已启用或已重置"), ""]


def codes_workbook(job: ImportJob) -> bytes:
    """The new people's one-time codes as an Excel file."""
    headings = [_("学号"), _("姓名"), _("单位"), _("一次性登录码"), _("有效期至")]
    return workbook(_("登录码"), headings, code_rows(job))


def fault_rows(job: ImportJob) -> Iterator[list[str]]:
    """Row number, column, what is wrong and what would be right, for every fault of the file."""
    wrong = ImportRow.objects.filter(job=job, outcome=RowOutcome.WRONG).order_by("number")
    for number, staff_number, faults in wrong.values_list("number", "staff_number", "errors").iterator(
        chunk_size=CHUNK
    ):
        for fault in map(Fault._make, faults):
            yield [str(number), staff_number, fault.heading, fault.sentence]
