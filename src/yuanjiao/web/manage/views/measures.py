"""The academy's management measures: versions, writing, comparing, who has taken note (A19)."""

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

from yuanjiao.credits.public import date_of
from yuanjiao.organisation import queries
from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import MeasuresVersion
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.measures import ChapterForm, DraftForm, NotedFilter, PublishForm
from yuanjiao.web.manage.listings.oversight import MEASURES_NOTED
from yuanjiao.web.shell.listing import wants_file

READERS = (Permission.FIGURES_READ, Permission.POLICY_WRITE)
EXPECTED = (oversight.OversightRefused,)


@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """Every version, and the way to write the next."""
    now = timezone.now()
    words = {
        "versions": MeasuresVersion.objects.select_related("published_by").order_by("-number"),
        "in_force": oversight.measures_in_force(date_of(now)),
        "may_write": request.scope.may_everywhere(Permission.POLICY_WRITE),
        "draft_form": DraftForm(initial={"title": _("网络学院学习管理办法")}),
    }
    return render(request, "manage/measures/list.html", words)


@allowed(*READERS)
def show(request: ManageRequest, measures_number: int) -> HttpResponse:
    """One version: its chapters, or for a draft the forms to write them; what it changes."""
    version = get_object_or_404(MeasuresVersion, number=measures_number)
    may_write = version.draft and request.scope.may_everywhere(Permission.POLICY_WRITE)
    chapters = list(version.chapters.order_by("position"))
    before = oversight.version_before(version)
    tops = queries.tops_of(request.scope)
    words = {"version": version, "chapters": chapters, "before": before, "may_write": may_write}
    words["changes"] = oversight.measures_compared(before, version) if before else []
    words["forms"] = [(each, ChapterForm.of(each)) for each in chapters] if may_write else []
    words |= {"new_form": ChapterForm(initial={"position": len(chapters) + 1}), "publish_form": PublishForm()}
    words["mine"] = [unit for unit in tops if request.scope.may(Permission.PEOPLE_WRITE, unit)]
    words["noted"] = {receipt.unit_id for receipt in version.unit_receipts.filter(unit__in=tops)}
    return render(request, "manage/measures/version.html", words)


@allowed(Permission.FIGURES_READ)
def noted(request: ManageRequest, measures_number: int) -> HttpResponse:
    """Who has taken note, unit by unit."""
    version = get_object_or_404(MeasuresVersion, number=measures_number, draft=False)
    form = NotedFilter(request.GET)
    rows = form.fitting(oversight.units_noted(request.scope, version))
    if wants_file(request):
        return MEASURES_NOTED.file(rows)
    words = {"version": version, "form": form, "page": MEASURES_NOTED.page(request, rows)}
    words["may_remind"] = request.scope.has(Permission.LEARNERS_REMIND)
    return render(request, "manage/measures/noted.html", words)


def _do(request: ManageRequest, form: forms.Form | None, step: Callable[[], Any], done: str, back: str) -> HttpResponse:
    def deed() -> object:
        if form is not None and not form.is_valid():
            told = [f"{form.fields[name].label}：{error}" for name, each in form.errors.items() for error in each]
            raise oversight.OversightRefused("；".join(told))
        return step()

    return act(request, deed, done, back, EXPECTED)


def _page(number: int) -> str:
    return reverse("manage:measures_version", args=[number])


@require_POST
@allowed(Permission.POLICY_WRITE)
def draft(request: ManageRequest) -> HttpResponse:
    """Begin a new version."""
    form = DraftForm(request.POST)

    def step() -> object:
        return oversight.draft_measures(actor=request.scope, title=form.cleaned_data["title"], now=timezone.now())

    return _do(request, form, step, _("草稿已建好，点开它改各章。"), reverse("manage:measures"))


@require_POST
@allowed(Permission.POLICY_WRITE)
def chapter(request: ManageRequest, measures_number: int, chapter_id: int | None = None) -> HttpResponse:
    """Add a chapter to the draft, write one anew, or take one out."""
    form, back = ChapterForm(request.POST), _page(measures_number)
    if "remove" in request.POST and chapter_id is not None:

        def remove() -> object:
            return oversight.remove_chapter(actor=request.scope, chapter_id=chapter_id, now=timezone.now())

        return _do(request, None, remove, _("已从草稿里去掉这一章。"), back)

    def step() -> object:
        return oversight.write_chapter(
            actor=request.scope, details=form.details(), chapter_id=chapter_id, now=timezone.now()
        )

    return _do(request, form, step, _("这一章已存入草稿。"), back)


@require_POST
@allowed(Permission.POLICY_WRITE)
def publish(request: ManageRequest, measures_number: int) -> HttpResponse:
    """Put the draft in force from a day on."""
    form = PublishForm(request.POST)

    def step() -> object:
        page = reverse("learner:measures")
        return oversight.publish_measures(actor=request.scope, now=timezone.now(), page=page, **form.cleaned_data)

    return _do(request, form, step, _("已发布，正在后台通知学员。"), _page(measures_number))


@require_POST
@allowed(Permission.POLICY_WRITE)
def discard(request: ManageRequest) -> HttpResponse:
    """Throw the draft away."""

    def step() -> object:
        return oversight.discard_measures(actor=request.scope, now=timezone.now())

    return _do(request, None, step, _("草稿已丢弃，已发布的各版都在。"), reverse("manage:measures"))


@require_POST
@allowed(Permission.PEOPLE_WRITE)
def note(request: ManageRequest, unit_id: int, measures_number: int) -> HttpResponse:
    """Take note for a unit."""
    unit = get_object_or_404(request.scope.units(Permission.PEOPLE_WRITE), pk=unit_id)
    version = get_object_or_404(MeasuresVersion, number=measures_number, draft=False)

    def step() -> object:
        return oversight.note_measures_for_unit(actor=request.scope, unit=unit, version=version, now=timezone.now())

    return _do(request, None, step, _("已替单位确认。"), _page(measures_number))


@require_POST
@allowed(Permission.LEARNERS_REMIND)
def remind(request: ManageRequest, unit_id: int, measures_number: int) -> HttpResponse:
    """Remind those of a unit who have not taken note."""
    unit = get_object_or_404(request.scope.units(Permission.LEARNERS_REMIND), pk=unit_id)
    version = get_object_or_404(MeasuresVersion, number=measures_number, draft=False)

    def step() -> object:
        page = reverse("learner:measures")
        return oversight.remind_of_measures(
            actor=request.scope, unit=unit, version=version, page=page, now=timezone.now()
        )

    back = reverse("manage:measures_noted", args=[measures_number])
    return _do(request, None, step, _("正在后台提醒；一天内告知过的不再重复。"), back)
