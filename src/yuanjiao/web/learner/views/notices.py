"""Notices to the reader."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Notice
from yuanjiao.web.learner.forms.filters import NoticeFilter
from yuanjiao.web.learner.listings import NOTICES
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file


@require_GET
@login_required
def notices(request: PersonRequest) -> HttpResponse:
    """Her notices with search, filters and order, or as an Excel file."""
    form = NoticeFilter(request.GET)
    rows = form.in_order(form.narrow(outreach.notices_of(request.user)))
    if wants_file(request):
        return NOTICES.file(rows)
    request.unread_notices = outreach.unread_count(request.user)
    context = {"form": form, "page": NOTICES.page(request, rows), "unread": request.unread_notices}
    return render(request, "learner/notices/notices.html", context)


@require_GET
@login_required
def notice(request: PersonRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and go where it leads, which is never outside this site."""
    try:
        read = outreach.mark_read(actor=request.user, notice_id=notice_id, now=timezone.now())
    except Notice.DoesNotExist as missing:
        raise Http404 from missing
    if read.link and url_has_allowed_host_and_scheme(read.link, allowed_hosts=None):
        return redirect(read.link)
    return redirect("learner:notices")


@require_POST
@login_required
def read_all(request: PersonRequest) -> HttpResponse:
    """Mark all as read."""
    outreach.mark_all_read(actor=request.user, now=timezone.now())
    return redirect("learner:notices")
