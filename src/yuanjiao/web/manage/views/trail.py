"""The audit trail: what was done in the reader's part of the tree, for the tier above to read."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.public import COUNTED, Permission, Trail, trail_of
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.exports import export
from yuanjiao.web.manage.forms.trail import TrailFilter
from yuanjiao.web.manage.trail import TRAIL, lines_of, only_of
from yuanjiao.web.shell.listing import ROWS_AT_ONCE, wants_file

MOST_IN_A_FILE = 200_000
LONGEST_NUMBER = 19


@allowed(Permission.AUDIT_READ)
def index(request: ManageRequest) -> HttpResponse:
    """The newest entries with filters, and the older ones from each page on; or the newest ones as an Excel file."""
    form = TrailFilter(request.GET, scope=request.scope)
    found = trail_of(request.scope, form.asked())
    if wants_file(request):
        rows = found.newest()[:MOST_IN_A_FILE]
        count = rows.count() if found.many else found.count
        return export(request, TRAIL, count, lambda: lines_of(rows.iterator(chunk_size=ROWS_AT_ONCE), request.scope))
    before = _entry(found, request.GET.get("before", ""))
    entries = list(found.newest(before)[: TRAIL.page_size + 1])
    shown = entries[: TRAIL.page_size]
    lines = list(lines_of(shown, request.scope))
    words = {"form": form, "found": found, "counted": COUNTED, "most": MOST_IN_A_FILE, "before": before, "page": lines}
    words |= {"older": shown[-1].pk if entries[len(shown) :] else None, "only": only_of(form, lines)}
    return render(request, "manage/trail/list.html", words)


def _entry(found: Trail, mark: str) -> AuditEntry | None:
    """The entry that a page goes on from, where it is one of those asked for."""
    return found.newest().filter(pk=int(mark)).first() if mark.isdecimal() and len(mark) < LONGEST_NUMBER else None
