"""The rubrics that units are assessed by: their versions, and the draft that is being written (A19)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Indicator, Rubric
from yuanjiao.web.manage import assessments
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.assessments import IndicatorForm, RubricForm

READERS = (Permission.FIGURES_READ, Permission.POLICY_WRITE)
WRITE = Permission.POLICY_WRITE
EXPECTED = (oversight.OversightRefused,)


@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """Every version of the rubric; a sent form begins the next."""
    form = RubricForm(request.POST or None, initial={"title": _("单位学习工作考核细则")})
    if request.method == "POST" and form.is_valid():
        begin = partial(oversight.draft_rubric, actor=request.scope, title=form.cleaned_data["title"])
        done, back = _("草稿已建好，在它里面写指标。"), reverse("manage:rubrics")
        return act(request, lambda: begin(now=timezone.now()), done, back, EXPECTED)
    rubrics = list(oversight.rubrics_in(request.scope))
    may_write = request.scope.may_everywhere(WRITE) and not any(each.draft for each in rubrics)
    words = {"rubrics": rubrics, "may_write": may_write, "new_form": form}
    return render(request, "manage/assessments/rubrics.html", words, status=422 if form.errors else 200)


@allowed(*READERS)
def show(request: ManageRequest, rubric_number: int) -> HttpResponse:
    """One rubric: its indicators, and for a draft the forms to write them."""
    return _page(request, get_object_or_404(oversight.rubrics_in(request.scope), number=rubric_number))


def _page(request: ManageRequest, rubric: Rubric, refused: dict[int | None, forms.Form] | None = None) -> HttpResponse:
    indicators, refused = list(rubric.indicators.order_by("position")), refused or {}
    last = indicators[-1].position if indicators else 0
    words: dict[str, Any] = {
        "rubric": rubric,
        "indicators": [(each, refused.get(each.pk) or IndicatorForm.of(each)) for each in indicators],
        "categories": assessments.categories_of(rubric),
        "sum": sum(each.weight for each in indicators),
        "may_write": rubric.draft and request.scope.may_everywhere(WRITE),
        "new_form": refused.get(None) or IndicatorForm(initial={"position": last + 1}),
        "meanings": oversight.MEANINGS.items(),
        "example": oversight.EXAMPLE,
    }
    return render(request, "manage/assessments/rubric.html", words, status=422 if refused else 200)


@require_POST
@allowed(WRITE)
def indicator(request: ManageRequest, rubric_number: int, indicator_id: int | None = None) -> HttpResponse:
    """Add an indicator to the draft, write one anew, or take one out."""
    rubric = get_object_or_404(oversight.rubrics_in(request.scope), number=rubric_number)
    back = reverse("manage:rubric", args=[rubric_number])
    request.scope.demand_everywhere(WRITE)
    if indicator_id is not None:
        get_object_or_404(Indicator, pk=indicator_id, rubric=rubric)
        if "remove" in request.POST:
            remove = partial(
                oversight.remove_indicator, actor=request.scope, number=rubric_number, indicator_id=indicator_id
            )
            return act(request, lambda: remove(now=timezone.now()), _("已从草稿里去掉这个指标。"), back, EXPECTED)
    form = IndicatorForm(request.POST, auto_id=f"indicator_{indicator_id or 'new'}_%s")
    if form.is_valid() and _written(request, form, rubric_number, indicator_id):
        messages.success(request, _("指标已存入草稿。"))
        return redirect(back)
    return _page(request, rubric, {indicator_id: form})


def _written(request: ManageRequest, form: IndicatorForm, number: int, indicator_id: int | None) -> bool:
    write = partial(oversight.write_indicator, actor=request.scope, number=number, indicator_id=indicator_id)
    try:
        write(details=form.details(), now=timezone.now())
    except oversight.FormulaRefused as problem:
        form.add_error("formula", str(problem))
    except oversight.PlaceTaken as problem:
        form.add_error("position", str(problem))
    except oversight.OversightRefused as problem:
        form.add_error(None, str(problem))
    return form.is_valid()


@require_POST
@allowed(WRITE)
def discard(request: ManageRequest, rubric_number: int) -> HttpResponse:
    """Remove the draft."""
    rubric = get_object_or_404(oversight.rubrics_in(request.scope), number=rubric_number)
    remove = partial(oversight.discard_rubric, actor=request.scope, number=rubric.number)
    return act(request, lambda: remove(now=timezone.now()), _("草稿已删除。"), reverse("manage:rubrics"), EXPECTED)


@require_POST
@allowed(WRITE)
def publish(request: ManageRequest, rubric_number: int) -> HttpResponse:
    """Make the draft usable."""
    rubric = get_object_or_404(oversight.rubrics_in(request.scope), number=rubric_number)
    give = partial(oversight.publish_rubric, actor=request.scope, number=rubric.number)
    back = reverse("manage:rubric", args=[rubric.number])
    return act(request, lambda: give(now=timezone.now()), _("细则已发布，可以用来考核了。"), back, EXPECTED)
