"""A learner's own record: credits with their evidence, courses, export (A14, C2)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.public import entries_of, year_of, years_of
from yuanjiao.web.learner.boards import channel_of
from yuanjiao.web.learner.forms.record import CoursesFilter, RecordFilter
from yuanjiao.web.learner.listings import COURSES, ENTRIES
from yuanjiao.web.learner.record import courses_of, entry_page, record_page
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file


@login_required
def record(request: PersonRequest) -> HttpResponse:
    """The year, the ledger line by line, and the courses; the lines or the courses as an Excel file too."""
    return _courses(request) if request.GET.get("tab") == "courses" else _entries(request)


def _entries(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    form = RecordFilter(request.GET, years=years_of(request.user.pk) or [year_of(now)])
    entries = form.in_order(form.narrow(entries_of(request.user.pk)))
    if wants_file(request):
        return ENTRIES.file(entries)
    page = record_page(request.user, form.wanted("year"), channel_of(request), now)
    shown = {"page": page, "form": form, "tab": "credits", "entries": ENTRIES.page(request, entries)}
    return render(request, "learner/record/record.html", shown)


def _courses(request: PersonRequest) -> HttpResponse:
    form = CoursesFilter(request.GET)
    courses = form.in_order(form.narrow(courses_of(request.user.pk)))
    if wants_file(request):
        return COURSES.file(courses)
    page = record_page(request.user, None, channel_of(request), timezone.now())
    shown = {"page": page, "form": form, "tab": "courses", "courses": COURSES.page(request, courses)}
    return render(request, "learner/record/record.html", shown)


@login_required
def entry(request: PersonRequest, sequence: int) -> HttpResponse:
    """One credit and everything it rests on."""
    found = get_object_or_404(LedgerEntry, learner_id=request.user.pk, sequence=sequence)
    return render(request, "learner/record/entry.html", {"page": entry_page(found)})
