"""Claims to credits for offline training, as those see them who decide (A16)."""

from __future__ import annotations

from functools import partial

from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuanjiao.credits import public as books
from yuanjiao.credits.models import CreditClaim, EvidenceFile
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.exports import export
from yuanjiao.web.manage.forms.claims import ClaimFilter, DecisionForm
from yuanjiao.web.manage.listings.claims import CLAIMS
from yuanjiao.web.shell.downloads import evidence_file
from yuanjiao.web.shell.listing import wants_file

READERS = (Permission.CLAIMS_READ, Permission.CLAIMS_DECIDE)
EXPECTED = (books.AlreadyDecided, books.AnswerMissing, books.DecidesHerOwn, books.MoreThanClaimed)


@require_GET
@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """The claims of her units, what is due first at the top; as an Excel file too."""
    today = books.date_of(timezone.now())
    form = ClaimFilter(request.GET, scope=request.scope)
    rows = form.in_order(form.narrow(books.claims_in(request.scope), today)).select_related("decided_by")
    if wants_file(request):
        return export(request, CLAIMS, rows.count(), rows.iterator)
    words = {"form": form, "page": CLAIMS.page(request, rows), "today": today}
    waiting = books.waiting_of(books.claims_to_decide(request.scope))
    return render(request, "manage/claims/list.html", words | {"waiting": waiting})


@allowed(*READERS)
def show(request: ManageRequest, claim_id: int) -> HttpResponse:
    """One case: what was told, the evidence, what else she claimed for these days, and the decision."""
    claim = get_object_or_404(books.claims_in(request.scope).select_related("decided_by"), pk=claim_id)
    form = DecisionForm(request.POST if request.method == "POST" else None, training=claim.training)
    if request.method == "POST" and form.is_valid():
        decide = partial(books.decide_claim, actor=request.user, claim_id=claim.pk, reason=form.cleaned_data["reason"])
        back = reverse("manage:claim", args=[claim.pk])
        deed = partial(decide, days_hundredths=form.days_hundredths, now=timezone.now())
        return act(request, deed, _("已定，学员会收到通知。"), back, EXPECTED)
    return _page(request, claim, form)


def _page(request: ManageRequest, claim: CreditClaim, form: DecisionForm) -> HttpResponse:
    rules = books.claim_rules(timezone.now()).rules
    words = {
        "claim": claim,
        "form": form,
        "rules": rules,
        "worth": books.credit_of_days(claim.training.days_hundredths, rules.day_hundredths),
        "overlapping": books.overlapping(claim),
        "entry": books.entry_of(claim),
        "may_decide": claim.waits and books.may_decide_claim(request.scope, claim),
        "today": books.date_of(timezone.now()),
    }
    return render(request, "manage/claims/claim.html", words, status=422 if form.errors else 200)


@require_GET
@allowed(*READERS, Permission.EXEMPTIONS_READ)
def evidence(request: ManageRequest, evidence_key: str) -> HttpResponseBase:
    """A file behind a claim or an exemption of her units, or behind a training that she told of."""
    claims, exemptions = books.claims_in(request.scope), books.exemptions_in(request.scope)
    seen = Q(training__in=claims.values("training")) | Q(exemption__in=exemptions.values("pk"))
    files = EvidenceFile.objects.filter(seen | Q(training__submitted_by=request.user))
    return evidence_file(get_object_or_404(files, key=evidence_key))
