"""Complaints and proposals as those see them who answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.organisation.public import Permission
from yuanjiao.outreach.public import OutreachFailure, answer_complaint, complaints_in
from yuanjiao.web.manage.door import ManageRequest, act, allowed, next_page
from yuanjiao.web.manage.forms.complaints import AnswerForm
from yuanjiao.web.manage.forms.filters import ComplaintFilter
from yuanjiao.web.manage.listings.courses import COMPLAINTS
from yuanjiao.web.shell.listing import wants_file


@require_GET
@allowed(Permission.CREDITS_CORRECT)
def index(request: ManageRequest) -> HttpResponse:
    """Complaints from her units, those that wait longest first; whoever covers the academy sees unsigned ones too."""
    form = ComplaintFilter(request.GET)
    rows = form.in_order(form.narrow(complaints_in(request.scope))).select_related("person__unit", "answered_by")
    if wants_file(request):
        return COMPLAINTS.file(rows)
    return render(request, "manage/complaints.html", {"form": form, "page": COMPLAINTS.page(request, rows)})


@require_POST
@allowed(Permission.CREDITS_CORRECT)
def answer(request: ManageRequest, complaint_id: int) -> HttpResponse:
    """Answer one; whoever wrote it signed in gets a notice."""
    complaint, form = get_object_or_404(complaints_in(request.scope), pk=complaint_id), AnswerForm(request.POST)
    words = form.cleaned_data["answer"] if form.is_valid() else ""
    return act(
        request,
        lambda: answer_complaint(actor=request.user, complaint_id=complaint.pk, answer=words, now=timezone.now()),
        _("已答复，对方会收到通知。"),
        next_page(request, reverse("manage:complaints")),
        (OutreachFailure,),
    )
