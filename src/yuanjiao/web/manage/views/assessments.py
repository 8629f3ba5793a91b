"""Unit assessment: the list, one assessment, one unit's scores (A19)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.credits.public import year_of
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Assessment
from yuanjiao.web.manage import assessments, score_page
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.assessments import AssessmentFilter, OpenForm, ScoresFilter
from yuanjiao.web.manage.listings.oversight import ASSESSMENTS
from yuanjiao.web.shell.listing import wants_file

READERS = (Permission.FIGURES_READ, Permission.ASSESSMENTS_WRITE)


@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """The assessments of the scope; a sent form begins one."""
    filters, now = AssessmentFilter(request.GET), timezone.now()
    rows = filters.in_order(filters.narrow(oversight.assessments_in(request.scope)))
    if wants_file(request):
        return ASSESSMENTS.file(rows)
    years = [year_of(now), year_of(now) - 1]
    form = OpenForm(request.POST or None, scope=request.scope, years=years)
    if request.method == "POST" and (opened := _opened(request, form)):
        return redirect("manage:assessment", opened.pk)
    words = {"form": filters, "page": ASSESSMENTS.page(request, rows), "new_form": form}
    words["may_write"] = request.scope.has(Permission.ASSESSMENTS_WRITE)
    return render(request, "manage/assessments/list.html", words, status=422 if form.errors else 200)


def _opened(request: ManageRequest, form: forms.Form) -> Assessment | None:
    if not form.is_valid():
        return None
    try:
        opened = oversight.open_assessment(actor=request.scope, now=timezone.now(), **form.cleaned_data)
    except oversight.OversightRefused as problem:
        form.add_error(None, str(problem))
        return None
    messages.success(request, _("考核已开始，正在后台计算。"))
    return opened


@allowed(*READERS)
def show(request: ManageRequest, assessment_id: int) -> HttpResponse:
    """One assessment: its units with their points; who administers one of them is led to its own scores."""
    assessment = get_object_or_404(oversight.assessments_in(request.scope), pk=assessment_id)
    words = assessments.page_of(assessment, request.scope, timezone.now())
    rows = oversight.unit_scores(request.scope, assessment)
    if not words["oversees"] and len(rows) == 1:
        return redirect("manage:assessment_unit", assessment.pk, rows[0].unit.pk)
    form, listing = ScoresFilter(request.GET), assessments.listing_of(assessment)
    shown = form.fitting(rows)
    if wants_file(request):
        return listing.file(shown)
    page = listing.page(request, shown)
    words |= {"form": form, "page": page, "lines": assessments.lines_of(page, words["categories"])}
    words |= assessments.summed(rows)
    return render(request, "manage/assessments/assessment.html", words)


@allowed(*READERS)
def of_unit(request: ManageRequest, assessment_id: int, assessed_unit_id: int) -> HttpResponse:
    """One unit's scores, each explained, with objections."""
    assessment = get_object_or_404(oversight.assessments_in(request.scope), pk=assessment_id)
    unit = get_object_or_404(Unit, pk=assessed_unit_id)
    return unit_page(request, assessment, unit)


def unit_page(
    request: ManageRequest, assessment: Assessment, unit: Unit, refused: score_page.Refused | None = None
) -> HttpResponse:
    """The page of one unit's scores, with what was sent amiss at its fields."""
    now = timezone.now()
    rows = oversight.unit_scores(request.scope, assessment)
    line = next((row for row in rows if row.unit == unit), None)
    if line is None:
        raise Http404
    words = assessments.page_of(assessment, request.scope, now)
    words |= {"unit": unit, "line": line, "units": len(rows), "next": assessments.next_to_score(rows, unit)}
    words["shown"] = score_page.explained(assessment, unit, request.scope, now, refused)
    return render(request, "manage/assessments/unit.html", words, status=422 if refused else 200)
