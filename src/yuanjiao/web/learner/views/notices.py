"""Notices to the reader."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Notice
from yuanjiao.web.shell.http import PersonRequest

NOTICES_A_PAGE = 30


@require_GET
@login_required
def notices(request: PersonRequest) -> HttpResponse:
    """All her notices, or the unread ones, newest first."""
    rows = outreach.notices_of(request.user)
    unread_only = request.GET.get("show") == "unread"
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    page = Paginator(rows, NOTICES_A_PAGE).get_page(request.GET.get("page"))
    request.unread_notices = outreach.unread_count(request.user)
    context = {"page": page, "unread_only": unread_only, "unread": request.unread_notices}
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
