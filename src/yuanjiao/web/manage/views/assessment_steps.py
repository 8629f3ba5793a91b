"""What is done with a whole assessment: counting anew, showing, making final, discarding."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Assessment, Attachment, Objection
from yuanjiao.web.manage import assessments
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.assessments import ShowForm

EXPECTED = (oversight.OversightRefused,)
WRITE = Permission.ASSESSMENTS_WRITE


def _assessment(request: ManageRequest, assessment_id: int) -> tuple[Assessment, str]:
    assessment = get_object_or_404(oversight.assessments_in(request.scope), pk=assessment_id)
    request.scope.demand(WRITE, assessment.unit)
    return assessment, reverse("manage:assessment", args=[assessment.pk])


def _units(assessment: Assessment) -> int:
    return assessment.scores.order_by().values("unit").distinct().count()


@require_POST
@allowed(WRITE)
def count(request: ManageRequest, assessment_id: int) -> HttpResponse:
    """Have the figures counted anew."""
    assessment, back = _assessment(request, assessment_id)
    again = partial(oversight.count_scores_again, actor=request.scope, assessment_id=assessment.pk)
    return act(request, lambda: again(now=timezone.now()), _("正在重新计算。"), back, EXPECTED)


@allowed(WRITE)
def show(request: ManageRequest, assessment_id: int) -> HttpResponse:
    """Say whom it will be shown, and show the units their scores."""
    assessment, back = _assessment(request, assessment_id)
    now = timezone.now()
    form = ShowForm(request.POST or None, initial=assessments.terms_from(now))
    if request.method == "POST" and form.is_valid():
        give = partial(oversight.show_assessment, actor=request.scope, assessment_id=assessment.pk)
        try:
            give(now=now, **form.cleaned_data)
        except oversight.OversightRefused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("已公示，各单位管理员会收到通知。"))
            return redirect(back)
    missing = assessment.scores.filter(points__isnull=True).count()
    words = {"assessment": assessment, "form": form, "units": _units(assessment), "missing": missing}
    return render(request, "manage/assessments/show.html", words, status=422 if form.errors else 200)


@allowed(WRITE)
def finish(request: ManageRequest, assessment_id: int) -> HttpResponse:
    """Ask, and make the scores final."""
    assessment, back = _assessment(request, assessment_id)
    if request.method == "POST":
        seal = partial(oversight.finish_assessment, actor=request.scope, assessment_id=assessment.pk)
        return act(request, lambda: seal(now=timezone.now()), _("得分已定，不再改动。"), back, EXPECTED)
    objections = list(Objection.objects.filter(score__assessment=assessment))
    words = {
        "assessment": assessment,
        "units": _units(assessment),
        "answered": sum(not each.waits for each in objections),
        "changed": sum(not each.waits and each.points_after != each.points_before for each in objections),
        "waiting": sum(each.waits for each in objections),
        "term_over": assessments.term_over(assessment, timezone.now()),
    }
    return render(request, "manage/assessments/finish.html", words)


@allowed(WRITE)
def discard(request: ManageRequest, assessment_id: int) -> HttpResponse:
    """Ask, and remove an assessment that no unit has seen."""
    assessment, back = _assessment(request, assessment_id)
    if request.method == "POST":
        remove = partial(oversight.discard_assessment, actor=request.scope, assessment_id=assessment.pk)
        done, listed = _("考核已删除。"), reverse("manage:assessments")
        return act(request, lambda: remove(now=timezone.now()), done, listed, EXPECTED)
    words = {
        "assessment": assessment,
        "back": back,
        "units": _units(assessment),
        "by_hand": assessment.scores.filter(given_at__isnull=False).count(),
        "files": Attachment.objects.filter(score__assessment=assessment).count(),
    }
    return render(request, "manage/assessments/discard.html", words)
