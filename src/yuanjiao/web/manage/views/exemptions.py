"""Exemptions from a part of the year, as those see them who grant (A16)."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.credits import public as books
from yuanjiao.credits.models import Exemption, ExemptionState
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.exports import export
from yuanjiao.web.manage.forms.claims import AnswerForm, EndForm, ExemptionFilter, GrantForm
from yuanjiao.web.manage.listings.claims import EXEMPTIONS
from yuanjiao.web.shell.listing import wants_file

READERS = (Permission.EXEMPTIONS_READ, Permission.EXEMPTIONS_DECIDE)
EXPECTED = (books.AlreadyDecided, books.AnswerMissing, books.DecidesHerOwn, books.ExemptionNotRunning)


@require_GET
@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """The exemptions of her units, what is due first at the top; as an Excel file too."""
    today = books.date_of(timezone.now())
    form = ExemptionFilter(request.GET, scope=request.scope)
    rows = form.in_order(form.narrow(books.exemptions_in(request.scope), today)).select_related("decided_by")
    if wants_file(request):
        return export(request, EXEMPTIONS, rows.count(), rows.iterator)
    words = {
        "form": form,
        "page": EXEMPTIONS.page(request, rows),
        "today": today,
        "waiting": books.waiting_of(books.exemptions_to_decide(request.scope)),
        "may_grant": request.scope.has(Permission.EXEMPTIONS_DECIDE),
    }
    return render(request, "manage/claims/exemptions.html", words)


@allowed(Permission.EXEMPTIONS_DECIDE)
def new(request: ManageRequest) -> HttpResponse:
    """Exempt someone who cannot ask for it herself."""
    sent, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = GrantForm(sent, files, scope=request.scope, initial={"learner": request.GET.get("learner", "")})
    if request.method == "POST" and form.is_valid():
        grant = partial(books.grant_exemption, actor=request.user, learner=form.cleaned_data["learner"])
        try:
            exemption = grant(facts=form.facts(), files=form.offered(), now=timezone.now())
        except books.ExemptionTooLong as problem:
            form.add_error("ends_on", str(problem))
        except books.EvidenceRefused as problem:
            form.add_error("proof", str(problem))
        except books.DecidesHerOwn as problem:
            form.add_error("learner", str(problem))
        else:
            messages.success(request, _("已批准，年度要求已按时间减下来，学员会收到通知。"))
            return redirect("manage:exemption", exemption.pk)
    return render(request, "manage/claims/exemption_new.html", {"form": form}, status=422 if form.errors else 200)


@allowed(*READERS)
def show(request: ManageRequest, exemption_id: int) -> HttpResponse:
    """One case: why, from when until when, the evidence, what it changes in numbers, and the decision."""
    exemption = get_object_or_404(books.exemptions_in(request.scope).select_related("decided_by"), pk=exemption_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        decide = partial(books.decide_exemption, actor=request.user, exemption_id=exemption.pk)
        granted, answer = "grant" in request.POST, form.cleaned_data["answer"]
        back, deed = reverse("manage:exemption", args=[exemption.pk]), partial(decide, granted=granted, answer=answer)
        return act(request, lambda: deed(now=timezone.now()), _("已定，学员会收到通知。"), back, EXPECTED)
    return _page(request, exemption, form)


def _page(request: ManageRequest, exemption: Exemption, form: AnswerForm) -> HttpResponse:
    now = timezone.now()
    may_decide = books.may_decide_exemption(request.scope, exemption)
    running = exemption.state == ExemptionState.GRANTED and books.date_of(now) < exemption.last_day
    words = {
        "exemption": exemption,
        "form": form,
        "end_form": EndForm(initial={"last_day": max(exemption.starts_on, books.date_of(now))}),
        "effect": books.exemption_effect(exemption, now) if exemption.waits else [],
        "may_decide": may_decide and exemption.waits,
        "may_end": may_decide and running,
        "today": books.date_of(now),
    }
    return render(request, "manage/claims/exemption.html", words, status=422 if form.errors else 200)


@require_POST
@allowed(Permission.EXEMPTIONS_DECIDE)
def end(request: ManageRequest, exemption_id: int) -> HttpResponse:
    """End an exemption early: the learner is back."""
    exemption = get_object_or_404(books.exemptions_in(request.scope), pk=exemption_id)
    form, back = EndForm(request.POST), reverse("manage:exemption", args=[exemption.pk])
    if not form.is_valid():
        messages.error(request, _("请填写豁免的最后一天。"))
        return redirect(back)
    stop = partial(books.end_exemption, actor=request.user, exemption_id=exemption.pk, **form.cleaned_data)
    return act(request, lambda: stop(now=timezone.now()), _("已提前结束，年度要求已重新计算。"), back, EXPECTED)
