"""Pushes as their reader meets them: all of hers, one of them, and what she does with it (A8)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import CampaignCourse, CampaignRecipient
from yuanjiao.web.shell.http import PersonRequest, ticked


@require_GET
@login_required
def pushes(request: PersonRequest) -> HttpResponse:
    """Everything that is pushed to her now."""
    return _page(request, outreach.pushes_of(request.user, timezone.now()))


@require_GET
@login_required
def push(request: PersonRequest, campaign_id: int) -> HttpResponse:
    """One push, from a notice or an e-mail; opening it is noted."""
    found = outreach.pushes_of(request.user, timezone.now(), campaign_id)
    if not found:
        raise Http404
    outreach.open_push(actor=request.user, campaign_id=campaign_id, now=timezone.now())
    return _page(request, found, one=found[0])


@require_GET
@login_required
def push_course(request: PersonRequest, campaign_id: int, course_id: int) -> HttpResponse:
    """Go to a pushed course; opening the push is noted."""
    try:
        outreach.open_push(actor=request.user, campaign_id=campaign_id, now=timezone.now())
    except CampaignRecipient.DoesNotExist as missing:
        raise Http404 from missing
    return redirect("learner:course", course_id)


@require_POST
@login_required
def pushes_seen(request: PersonRequest) -> HttpResponse:
    """Note that her home page has shown her these pushes; asked once, after the page."""
    outreach.see_pushes(actor=request.user, campaign_ids=ticked(request.POST, "campaign"), now=timezone.now())
    return HttpResponse(status=204)


@require_POST
@login_required
def push_put_away(request: PersonRequest, campaign_id: int, course_id: int) -> HttpResponse:
    """Take a course off her home page, or bring it back."""
    away = request.POST.get("away") == "yes"
    try:
        outreach.put_away(actor=request.user, campaign_id=campaign_id, course_id=course_id, away=away)
    except (CampaignCourse.DoesNotExist, CampaignRecipient.DoesNotExist) as missing:
        raise Http404 from missing
    return redirect("learner:home" if request.POST.get("back") == "home" else "learner:pushes")


def _page(request: PersonRequest, found: list[outreach.Push], **more: Any) -> HttpResponse:
    return render(request, "learner/pushes/pushes.html", {"pushes": found, **more})
