"""The queue of appeals and the decision about one (C2, C8)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.organisation.public import Permission
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Appeal, AppealState, AppealSubject
from yuanjiao.web.learner.record import entry_page
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.exports import export
from yuanjiao.web.manage.forms.study import AppealFilter, RulingForm
from yuanjiao.web.manage.listings.study import APPEALS
from yuanjiao.web.manage.study import kept_lines
from yuanjiao.web.shell.listing import ROWS_AT_ONCE, wants_file


@allowed(Permission.CREDITS_CORRECT)
def index(request: ManageRequest) -> HttpResponse:
    """The appeals of her units; those whose term ends first come first."""
    form = AppealFilter(request.GET)
    rows = form.in_order(form.narrow(outreach.appeals_in(request.scope)))
    if wants_file(request):
        return export(request, APPEALS, rows.count(), lambda: rows.iterator(chunk_size=ROWS_AT_ONCE))
    words = {"form": form, "page": APPEALS.page(request, rows), "today": timezone.localdate()}
    return render(request, "manage/appeals/list.html", words)


@allowed(Permission.CREDITS_CORRECT)
def show(request: ManageRequest, appeal_id: int) -> HttpResponse:
    """One appeal with its evidence, and its decision by somebody other than the first decider."""
    found = get_object_or_404(outreach.appeals_in(request.scope).select_related("review__decided_by"), pk=appeal_id)
    due = outreach.givable(found, timezone.now())
    form = RulingForm(request.POST if request.method == "POST" else None, due=due)
    if request.method == "POST" and form.is_valid() and _decided(request, found, form):
        return redirect("manage:appeals")
    own = found.first_decider_id == request.user.pk
    words = {
        "appeal": found,
        "due": due,
        "form": form,
        "own_decision": own,
        "open": found.state == AppealState.WAITING and not own,
        "late": found.state == AppealState.WAITING and found.due_on < timezone.localdate(),
        **_evidence(found),
    }
    return render(request, "manage/appeals/appeal.html", words, status=422 if form.errors else 200)


def _decided(request: ManageRequest, found: Appeal, form: RulingForm) -> bool:
    page, now = reverse("learner:appeals"), timezone.now()
    try:
        outreach.decide_appeal(actor=request.user, appeal_id=found.pk, ruling=form.ruling(), page=page, now=now)
    except outreach.OutreachFailure as failure:
        form.add_error(None, failure.sentence)
        return False
    messages.success(request, _("已答复，学员会收到通知。"))
    return True


def _evidence(found: Appeal) -> dict[str, Any]:
    """What lies before whoever decides, by what the appeal is against."""
    if found.subject == AppealSubject.LESSON:
        return {"facts": outreach.lesson_facts(found)}
    if found.subject == AppealSubject.REVIEW and found.review:
        return {"review": found.review, "signals": kept_lines(found.review.signals)}
    entry = LedgerEntry.objects.filter(learner_id=found.learner_id, sequence=found.sequence or 0).first()
    return {"page": entry_page(entry)} if entry else {}
