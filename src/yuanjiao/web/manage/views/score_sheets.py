"""Scoring many units by hand in Excel: the list to fill, and taking a filled one in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Assessment
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.assessments import SheetForm
from yuanjiao.web.shell.listing import excel

WRITE = Permission.ASSESSMENTS_WRITE


def _assessment(request: ManageRequest, assessment_id: int) -> Assessment:
    assessment = get_object_or_404(oversight.assessments_in(request.scope), pk=assessment_id)
    request.scope.demand(WRITE, assessment.unit)
    return assessment


@require_GET
@allowed(WRITE)
def file(request: ManageRequest, assessment_id: int) -> HttpResponse:
    """The list with what was given so far."""
    assessment = _assessment(request, assessment_id)
    return excel(oversight.score_sheet(assessment), f"scores-{assessment.year}")


@allowed(WRITE)
def show(request: ManageRequest, assessment_id: int) -> HttpResponse:
    """Take a filled list in: all of it, or none and every fault by its row."""
    assessment = _assessment(request, assessment_id)
    form = SheetForm(request.POST or None, request.FILES or None)
    words: dict[str, Any] = {"assessment": assessment, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            words["sheet"] = found = oversight.read_score_sheet(form.cleaned_data["file"].read(), assessment)
            if not found.faults:
                return _taken_in(request, assessment, found)
        except oversight.OversightRefused as problem:
            form.add_error("file", str(problem))
    return render(request, "manage/assessments/sheet.html", words, status=422 if request.method == "POST" else 200)


def _taken_in(request: ManageRequest, assessment: Assessment, found: oversight.ScoreSheet) -> HttpResponse:
    now = timezone.now()
    number = oversight.give_points_of_many(actor=request.scope, assessment_id=assessment.pk, given=found.given, now=now)
    done = ngettext("已记下 %(number)s 项评分。", "已记下 %(number)s 项评分。", number) % {"number": number}
    messages.success(request, done)
    return redirect("manage:assessment", assessment.pk)
