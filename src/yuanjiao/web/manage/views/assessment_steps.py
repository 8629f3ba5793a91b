"""What is sent to an assessment: points, showing, objections, answers, the end; and the rubric that it stands on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Objection, Rubric, Score
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.assessments import (
    AnswerObjectionForm,
    IndicatorForm,
    ObjectionForm,
    PointsForm,
    RubricForm,
    ShowForm,
    hundredths,
)

READERS = (Permission.FIGURES_READ, Permission.POLICY_WRITE)


def _do(request: ManageRequest, form: forms.Form | None, step: Callable[[], Any], done: str, back: str) -> HttpResponse:
    def deed() -> object:
        if form is not None and not form.is_valid():
            told = [f"{form.fields[name].label}：{error}" for name, each in form.errors.items() for error in each]
            raise oversight.OversightRefused("；".join(told))
        return step()

    return act(request, deed, done, back, (oversight.OversightRefused,))


def _score(request: ManageRequest, score_id: int) -> tuple[Score, str]:
    score = get_object_or_404(Score.objects.select_related("assessment__unit", "unit"), pk=score_id)
    get_object_or_404(oversight.scores_in(request.scope, score.assessment), pk=score_id)
    return score, reverse("manage:assessment_unit", args=[score.assessment_id, score.unit_id])


@require_POST
@allowed(Permission.ASSESSMENTS_WRITE)
def give(request: ManageRequest, score_id: int) -> HttpResponse:
    """Score an indicator by hand."""
    (score, back), form = _score(request, score_id), PointsForm(request.POST)

    def step() -> object:
        points, words = hundredths(form.cleaned_data["points"]), form.cleaned_data["words"]
        return oversight.give_points(
            actor=request.scope, score_id=score.pk, points=points, words=words, now=timezone.now()
        )

    return _do(request, form, step, _("已评分。"), back)


@require_POST
@allowed(Permission.ASSESSMENTS_WRITE)
def show(request: ManageRequest, assessment_id: int) -> HttpResponse:
    """Show the units their scores."""
    assessment, form = get_object_or_404(oversight.assessments_in(request.scope), pk=assessment_id), ShowForm(request.POST)

    def step() -> object:
        return oversight.show_assessment(
            actor=request.scope, assessment_id=assessment.pk, now=timezone.now(), **form.cleaned_data
        )

    back = reverse("manage:assessment", args=[assessment.pk])
    return _do(request, form, step, _("已公示，各单位会收到通知。"), back)


@require_POST
@allowed(Permission.ASSESSMENTS_WRITE)
def finish(request: ManageRequest, assessment_id: int) -> HttpResponse:
    """Make the scores final."""
    assessment = get_object_or_404(oversight.assessments_in(request.scope), pk=assessment_id)

    def step() -> object:
        return oversight.finish_assessment(actor=request.scope, assessment_id=assessment.pk, now=timezone.now())

    return _do(request, None, step, _("得分已定，不再改动。"), reverse("manage:assessment", args=[assessment.pk]))


@require_POST
@allowed(Permission.ASSESSMENTS_WRITE)
def object_to(request: ManageRequest, score_id: int) -> HttpResponse:
    """Object to a score."""
    (score, back), form = _score(request, score_id), ObjectionForm(request.POST)

    def step() -> object:
        words = form.cleaned_data["words"]
        return oversight.object_to(actor=request.scope, score_id=score.pk, words=words, now=timezone.now())

    return _do(request, form, step, _("异议已提交，会在期限后答复。"), back)


@require_POST
@allowed(Permission.ASSESSMENTS_WRITE)
def answer(request: ManageRequest, objection_id: int) -> HttpResponse:
    """Answer an objection."""
    objection = get_object_or_404(Objection, pk=objection_id)
    (score, back), form = _score(request, objection.score_id), AnswerObjectionForm(request.POST)

    def step() -> object:
        points, words = hundredths(form.cleaned_data["points"]), form.cleaned_data["answer"]
        return oversight.answer_objection(
            actor=request.scope, objection_id=objection.pk, points=points, answer=words, now=timezone.now()
        )

    return _do(request, form, step, _("已答复，单位会收到通知。"), back)


@allowed(*READERS)
def rubric(request: ManageRequest, rubric_number: int) -> HttpResponse:
    """One rubric: its indicators, or for a draft the forms to write them."""
    found = get_object_or_404(Rubric, number=rubric_number)
    indicators = list(found.indicators.order_by("position"))
    may_write = found.draft and request.scope.may_everywhere(Permission.POLICY_WRITE)
    words = {
        "rubric": found,
        "indicators": indicators,
        "sum": sum(each.weight for each in indicators),
        "may_write": may_write,
        "forms": [(each, IndicatorForm.of(each)) for each in indicators] if may_write else [],
        "new_form": IndicatorForm(initial={"position": len(indicators) + 1}),
        "names": oversight.FORMULA_NAMES,
    }
    return render(request, "manage/assessments/rubric.html", words)


@allowed(*READERS)
def rubrics(request: ManageRequest) -> HttpResponse:
    """Every rubric."""
    found = Rubric.objects.select_related("published_by").order_by("-number")
    may_write = request.scope.may_everywhere(Permission.POLICY_WRITE)
    words = {"rubrics": found, "may_write": may_write, "new_form": RubricForm(initial={"title": _("单位学习工作考核细则")})}
    return render(request, "manage/assessments/rubrics.html", words)


@require_POST
@allowed(Permission.POLICY_WRITE)
def draft(request: ManageRequest) -> HttpResponse:
    """Begin a rubric."""
    form = RubricForm(request.POST)

    def step() -> object:
        return oversight.draft_rubric(actor=request.scope, title=form.cleaned_data["title"], now=timezone.now())

    return _do(request, form, step, _("草稿已建好，点开它写指标。"), reverse("manage:rubrics"))


@require_POST
@allowed(Permission.POLICY_WRITE)
def indicator(request: ManageRequest, rubric_number: int, indicator_id: int | None = None) -> HttpResponse:
    """Add an indicator to the draft, write one anew, or take one out."""
    form, back = IndicatorForm(request.POST), reverse("manage:rubric", args=[rubric_number])
    if "remove" in request.POST and indicator_id is not None:

        def remove() -> object:
            return oversight.remove_indicator(actor=request.scope, indicator_id=indicator_id, now=timezone.now())

        return _do(request, None, remove, _("已从草稿里去掉这个指标。"), back)

    def step() -> object:
        return oversight.write_indicator(
            actor=request.scope, details=form.details(), indicator_id=indicator_id, now=timezone.now()
        )

    return _do(request, form, step, _("指标已存入草稿。"), back)


@require_POST
@allowed(Permission.POLICY_WRITE)
def publish(request: ManageRequest, rubric_number: int) -> HttpResponse:
    """Make the draft usable."""

    def step() -> object:
        return oversight.publish_rubric(actor=request.scope, now=timezone.now())

    return _do(request, None, step, _("细则已发布，可以用来考核了。"), reverse("manage:rubric", args=[rubric_number]))
