"""Unit assessment: the list, one assessment, one unit's scores (A19)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.credits.public import year_of
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.web.manage import assessments
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.assessments import AssessmentFilter, OpenForm, ScoresFilter, ShowForm
from yuanjiao.web.manage.listings.oversight import ASSESSMENTS
from yuanjiao.web.shell.listing import wants_file

READERS = (Permission.FIGURES_READ, Permission.ASSESSMENTS_WRITE)


@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """The assessments of the scope; a sent form opens one."""
    filters, now = AssessmentFilter(request.GET), timezone.now()
    rows = filters.in_order(filters.narrow(oversight.assessments_in(request.scope)))
    if wants_file(request):
        return ASSESSMENTS.file(rows)
    years = [year_of(now), year_of(now) - 1]
    form = OpenForm(request.POST or None, scope=request.scope, years=years)
    if request.method == "POST" and _opened(request, form):
        return redirect("manage:assessments")
    words = {"form": filters, "page": ASSESSMENTS.page(request, rows), "new_form": form}
    words["may_write"] = request.scope.has(Permission.ASSESSMENTS_WRITE)
    return render(request, "manage/assessments/list.html", words, status=422 if form.errors else 200)


def _opened(request: ManageRequest, form: forms.Form) -> bool:
    if not form.is_valid():
        return False
    try:
        oversight.open_assessment(actor=request.scope, now=timezone.now(), **form.cleaned_data)
    except oversight.OversightRefused as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("考核已开始，正在后台计算。"))
    return True


@allowed(*READERS)
def show(request: ManageRequest, assessment_id: int) -> HttpResponse:
    """One assessment: its units with their points."""
    assessment = get_object_or_404(oversight.assessments_in(request.scope), pk=assessment_id)
    form, listing = ScoresFilter(request.GET), assessments.scores_listing(assessment)
    rows = form.fitting(oversight.unit_scores(oversight.scores_in(request.scope, assessment)))
    if wants_file(request):
        return listing.file(rows)
    words = {"assessment": assessment, "form": form, "page": listing.page(request, rows), "show_form": ShowForm()}
    words["carries"] = request.scope.may(Permission.ASSESSMENTS_WRITE, assessment.unit)
    words["categories"] = oversight.rubric_categories(assessment.rubric)
    return render(request, "manage/assessments/assessment.html", words)


@allowed(*READERS)
def of_unit(request: ManageRequest, assessment_id: int, unit_id: int) -> HttpResponse:
    """One unit's scores, each explained, with objections."""
    assessment = get_object_or_404(oversight.assessments_in(request.scope), pk=assessment_id)
    unit = get_object_or_404(Unit, pk=unit_id)
    mine = oversight.scores_in(request.scope, assessment).filter(unit=unit)
    (line,) = oversight.unit_scores(mine) or [None]
    get_object_or_404(mine.order_by("pk")[:1])
    words = {
        "assessment": assessment,
        "unit": unit,
        "line": line,
        "scores": assessments.explained(assessment, unit, request.scope, timezone.now()),
        "carries": request.scope.may(Permission.ASSESSMENTS_WRITE, assessment.unit),
    }
    return render(request, "manage/assessments/unit.html", words)
