"""A learner's own record: credits with their evidence, courses, export (A14, C2)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.public import record_sheet, year_of, years_of
from yuanjiao.web.learner.boards import channel_of
from yuanjiao.web.learner.forms.record import RecordFilter
from yuanjiao.web.learner.record import entries_shown, entry_page, record_page
from yuanjiao.web.shell.http import PersonRequest

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def record(request: PersonRequest) -> HttpResponse:
    """The year, the ledger line by line, and the courses."""
    now = timezone.now()
    form = RecordFilter(request.GET, years=years_of(request.user.pk) or [year_of(now)])
    page = record_page(request.user, form, request.GET, channel_of(request), now)
    return render(request, "learner/record/record.html", {"page": page, "form": form})


@login_required
def record_export(request: PersonRequest) -> HttpResponse:
    """The lines that fit the filters, as an Excel file."""
    form = RecordFilter(request.GET, years=years_of(request.user.pk))
    content = record_sheet(_("学分记录"), entries_shown(request.user.pk, form))
    headers = {"Content-Disposition": 'attachment; filename="credits.xlsx"'}
    return HttpResponse(content, content_type=EXCEL, headers=headers)


@login_required
def entry(request: PersonRequest, sequence: int) -> HttpResponse:
    """One credit and everything it rests on."""
    found = get_object_or_404(LedgerEntry, learner_id=request.user.pk, sequence=sequence)
    return render(request, "learner/record/entry.html", {"page": entry_page(found)})
