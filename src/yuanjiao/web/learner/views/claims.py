"""A learner's claims to credits for offline training (A16)."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.credits import public as books
from yuanjiao.credits.models import CreditClaim, EvidenceFile
from yuanjiao.web.learner.forms.claims import MyClaimsFilter, TrainingForm
from yuanjiao.web.learner.listings import CLAIMS
from yuanjiao.web.shell.downloads import evidence_file
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file

REFUSED = (books.EvidenceMissing, books.EvidenceRefused)


@require_GET
@login_required
def index(request: PersonRequest) -> HttpResponse:
    """Her claims, each with where it stands; as an Excel file too."""
    form = MyClaimsFilter(request.GET)
    mine = CreditClaim.objects.filter(learner=request.user).select_related("training", "decided_by")
    claims = form.in_order(form.narrow(mine))
    if wants_file(request):
        return CLAIMS.file(claims)
    words = {"form": form, "page": CLAIMS.page(request, claims), "rules": books.claim_rules(timezone.now()).rules}
    return render(request, "learner/claims/list.html", words)


@login_required
def new(request: PersonRequest) -> HttpResponse:
    """Tell of a training and claim it."""
    form = TrainingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        submit = partial(books.submit_claim, actor=request.user, facts=form.facts(), files=form.offered())
        try:
            claim = submit(now=timezone.now())
        except books.ClaimRefused as problem:
            form.add_error(problem.field, str(problem))
        except REFUSED as problem:
            form.add_error("sign_in_sheet", str(problem))
        else:
            messages.success(request, _("已申报，等待单位管理员认定，结果会通知您。"))
            return redirect("learner:claim", claim.pk)
    words = {"form": form, "rules": books.claim_rules(timezone.now()).rules}
    return render(request, "learner/claims/new.html", words, status=422 if form.errors else 200)


@require_GET
@login_required
def show(request: PersonRequest, claim_id: int) -> HttpResponse:
    """One claim: what was told, the files, where it stands, what else she claimed for these days."""
    claims = CreditClaim.objects.select_related("training", "decided_by").prefetch_related("training__evidence")
    claim = get_object_or_404(claims, pk=claim_id, learner=request.user)
    words = {"claim": claim, "overlapping": books.overlapping(claim), "entry": books.entry_of(claim)}
    return render(request, "learner/claims/claim.html", words)


@require_POST
@login_required
def withdraw(request: PersonRequest, claim_id: int) -> HttpResponse:
    """Take a claim back while it waits."""
    claim = get_object_or_404(CreditClaim, pk=claim_id, learner=request.user)
    try:
        books.withdraw_claim(actor=request.user, claim_id=claim.pk, now=timezone.now())
    except books.AlreadyDecided as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已撤回。需要时可以重新申报。"))
    return redirect("learner:claim", claim.pk)


@require_GET
@login_required
def evidence(request: PersonRequest, evidence_key: str) -> HttpResponseBase:
    """A file that proves a training that she told of, or an exemption of hers; an organiser's names others too."""
    hers = Q(training__submitted_by=request.user) | Q(exemption__learner=request.user)
    return evidence_file(get_object_or_404(EvidenceFile.objects.filter(hers), key=evidence_key))
