"""A learner's exemptions from a part of the year (A16)."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.credits import public as books
from yuanjiao.credits.models import Exemption
from yuanjiao.web.learner.forms.claims import ExemptionForm, MyExemptionsFilter
from yuanjiao.web.learner.listings import EXEMPTIONS
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file


@require_GET
@login_required
def index(request: PersonRequest) -> HttpResponse:
    """Her exemptions with what they take off this year; as an Excel file too."""
    form, now = MyExemptionsFilter(request.GET), timezone.now()
    mine = Exemption.objects.filter(learner=request.user).select_related("decided_by").prefetch_related("evidence")
    exemptions = form.in_order(form.narrow(mine))
    if wants_file(request):
        return EXEMPTIONS.file(exemptions)
    words = {
        "form": form,
        "page": EXEMPTIONS.page(request, exemptions),
        "stands": books.standing_or_empty(request.user, books.year_of(now), now),
        "today": books.date_of(now),
    }
    return render(request, "learner/claims/exemptions.html", words)


@login_required
def new(request: PersonRequest) -> HttpResponse:
    """Ask for one."""
    form = ExemptionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        ask = partial(books.request_exemption, actor=request.user, facts=form.facts(), files=form.offered())
        try:
            ask(now=timezone.now())
        except books.ExemptionTooLong as problem:
            form.add_error("ends_on", str(problem))
        except (books.EvidenceMissing, books.EvidenceRefused) as problem:
            form.add_error("proof", str(problem))
        else:
            messages.success(request, _("已提交，等待单位管理员审批，结果会通知您。"))
            return redirect("learner:exemptions")
    return render(request, "learner/claims/exemption_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: PersonRequest, exemption_id: int) -> HttpResponse:
    """Take a request back while it waits."""
    exemption = get_object_or_404(Exemption, pk=exemption_id, learner=request.user)
    try:
        books.withdraw_exemption(actor=request.user, exemption_id=exemption.pk, now=timezone.now())
    except books.AlreadyDecided as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已撤回。需要时可以重新申请。"))
    return redirect("learner:exemptions")
