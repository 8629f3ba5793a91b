"""What is done to a push: scheduled, stopped, copied, thrown away, counted anew (A8)."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation.public import Permission
from yuanjiao.outreach import public as outreach
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.campaigns import StopForm
from yuanjiao.web.manage.views.campaigns import campaign_of


@allowed(Permission.CAMPAIGNS_WRITE)
def schedule(request: ManageRequest, campaign_id: int) -> HttpResponse:
    """Say how many people a push is for, and let it begin."""
    campaign, now = campaign_of(request, campaign_id, Permission.CAMPAIGNS_WRITE), timezone.now()
    if request.method == "POST":
        begin = partial(outreach.schedule_campaign, actor=request.scope, campaign_id=campaign_id, now=now)
        done = _("开始推送了，正在准备名单。") if campaign.starts_at <= now else _("已排期，到时间自动开始。")
        return act(request, begin, done, _page(campaign_id), (outreach.OutreachFailure,))
    people = outreach.people_of_campaign(campaign, now)
    words = {
        "campaign": campaign,
        "audience": outreach.audience_of_campaign(campaign),
        "courses": outreach.courses_of(campaign),
        "people": people.count(),
        "before": outreach.pushed_before(campaign, people),
        "at_once": campaign.starts_at <= now,
    }
    return render(request, "manage/campaigns/schedule.html", words)


@allowed(Permission.CAMPAIGNS_WRITE)
def stop(request: ManageRequest, campaign_id: int) -> HttpResponse:
    """Ask why, say whom it touches, and stop a push."""
    campaign = campaign_of(request, campaign_id, Permission.CAMPAIGNS_WRITE)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end = partial(outreach.stop_campaign, actor=request.scope, campaign_id=campaign_id, now=timezone.now())
        done = _("已停止。已经开始学的可以接着学，学分不受影响。")
        deed = partial(end, reason=form.cleaned_data["reason"])
        return act(request, deed, done, _page(campaign_id), (outreach.OutreachFailure,))
    words = {"campaign": campaign, "form": form, "funnel": outreach.funnel_of(outreach.figures_of(campaign))}
    return render(request, "manage/campaigns/stop.html", words, status=422 if form.errors else 200)


@allowed(Permission.CAMPAIGNS_WRITE)
def discard(request: ManageRequest, campaign_id: int) -> HttpResponse:
    """Ask once more, and throw a draft away."""
    campaign = campaign_of(request, campaign_id, Permission.CAMPAIGNS_WRITE)
    if request.method != "POST":
        return render(request, "manage/campaigns/discard.html", {"campaign": campaign})
    try:
        outreach.discard_campaign(actor=request.scope, campaign_id=campaign_id, now=timezone.now())
    except outreach.OutreachFailure as failure:
        messages.error(request, failure.sentence)
        return redirect("manage:campaign", campaign_id)
    messages.success(request, _("草稿已删除。"))
    return redirect("manage:campaigns")


@require_POST
@allowed(Permission.CAMPAIGNS_WRITE)
def copy(request: ManageRequest, campaign_id: int) -> HttpResponse:
    """Make a draft that says the same, and open it."""
    campaign_of(request, campaign_id, Permission.CAMPAIGNS_WRITE)
    now = timezone.now().replace(second=0, microsecond=0)
    made = outreach.copy_campaign(actor=request.scope, campaign_id=campaign_id, starts_at=now, now=now)
    messages.success(request, _("已复制成草稿，改好再排期。"))
    return redirect("manage:campaign_edit", made.pk)


@require_POST
@allowed(Permission.CAMPAIGNS_READ)
def refresh(request: ManageRequest, campaign_id: int) -> HttpResponse:
    """Count what came of a push as of now, in the background."""
    campaign = campaign_of(request, campaign_id)
    job = outreach.start_counting(campaign, owner_id=request.user.pk, now=timezone.now())
    return redirect("manage:job", job.key)


def _page(campaign_id: int) -> str:
    return reverse("manage:campaign", args=[campaign_id])
