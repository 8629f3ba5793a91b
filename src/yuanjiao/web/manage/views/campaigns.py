"""Pushes: the list, the builder with its live count, one push with its figures and the people behind them (A8)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.catalogue.public import suggest_titles
from yuanjiao.organisation.models import Tag, Unit
from yuanjiao.organisation.public import Permission
from yuanjiao.organisation.queries import common_positions
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Campaign, CampaignState
from yuanjiao.web.manage import campaign_page
from yuanjiao.web.manage.audience_count import counted
from yuanjiao.web.manage.door import ManageRequest, allowed, typed
from yuanjiao.web.manage.exports import export
from yuanjiao.web.manage.forms.campaigns import (
    AudienceForm,
    CampaignFilter,
    CampaignForm,
    RecipientFilter,
    course_asked_for,
    first_of,
    given_of,
)
from yuanjiao.web.manage.listings.campaigns import CAMPAIGNS, FIGURES, RECIPIENTS
from yuanjiao.web.manage.selection import may_remind
from yuanjiao.web.shell.listing import ROWS_AT_ONCE, wants_file

OFFERED = 200


@allowed(Permission.CAMPAIGNS_READ)
def index(request: ManageRequest) -> HttpResponse:
    """The pushes of the scope."""
    form = CampaignFilter(request.GET)
    rows = form.in_order(form.narrow(campaign_page.with_figures(outreach.campaigns_in(request.scope))))
    if wants_file(request):
        return CAMPAIGNS.file(rows)
    may_write = request.scope.has(Permission.CAMPAIGNS_WRITE)
    words = {"form": form, "page": CAMPAIGNS.page(request, rows), "may_write": may_write}
    words["sees_people"] = request.scope.has(Permission.PEOPLE_READ)
    return render(request, "manage/campaigns/list.html", words)


@allowed(Permission.CAMPAIGNS_WRITE)
def new(request: ManageRequest) -> HttpResponse:
    """Build a push; it stays a draft until it is scheduled."""
    tops = list(Unit.objects.filter(path__in=request.scope.prefixes(Permission.CAMPAIGNS_WRITE)))
    initial = first_of(tops, timezone.now()) | course_asked_for(request.GET.get("course", ""))
    return _built(request, CampaignForm(request.POST or None, scope=request.scope, initial=initial), None)


@allowed(Permission.CAMPAIGNS_WRITE)
def edit(request: ManageRequest, campaign_id: int) -> HttpResponse:
    """Change a draft."""
    campaign = campaign_of(request, campaign_id, Permission.CAMPAIGNS_WRITE)
    if campaign.state != CampaignState.DRAFT:
        messages.error(request, _("这项推送已经排期，不能再改。可以停止它，或复制一份再改。"))
        return redirect("manage:campaign", campaign_id)
    return _built(
        request, CampaignForm(request.POST or None, scope=request.scope, initial=given_of(campaign)), campaign
    )


@require_POST
@allowed(Permission.CAMPAIGNS_WRITE)
def count(request: ManageRequest) -> HttpResponse:
    """How many people an audience has at this moment, and a few of them; asked while it is being described."""
    form = AudienceForm(request.POST, scope=request.scope)
    found = counted(request.scope, form, timezone.now()) if form.is_valid() else None
    return render(request, "manage/campaigns/count.html", {"found": found, "form": form})


@allowed(Permission.CAMPAIGNS_WRITE)
def courses(request: ManageRequest) -> HttpResponse:
    """Options for a course field while typing."""
    words = typed(request)
    return render(request, "manage/campaigns/courses.html", {"courses": suggest_titles(words) if words else []})


@allowed(Permission.CAMPAIGNS_READ)
def show(request: ManageRequest, campaign_id: int) -> HttpResponse:
    """One push: where it stands, whom it is for, what came of it; its groups also as an Excel file."""
    campaign = campaign_of(request, campaign_id)
    if wants_file(request):
        return FIGURES.file(campaign_page.all_groups(campaign))
    words = {
        "campaign": campaign,
        "audience": outreach.audience_of_campaign(campaign),
        "courses": outreach.courses_of(campaign),
        "page": campaign_page.campaign_page(request.scope, campaign, request.GET.get("by", "")),
        "job": outreach.job_of(campaign),
        "deliveries": campaign.deliveries.order_by("pk"),
    }
    return render(request, "manage/campaigns/campaign.html", words | campaign_page.editable(request.scope, campaign))


@allowed(Permission.CAMPAIGNS_READ)
def people(request: ManageRequest, campaign_id: int) -> HttpResponse:
    """The people behind a figure, as far as the reader may see people."""
    campaign = campaign_of(request, campaign_id)
    form = RecipientFilter(request.GET, branches=campaign_page.branches_of(campaign))
    found = campaign_page.people_found(request.scope, campaign, form)
    if wants_file(request):
        every = found.iterator(chunk_size=ROWS_AT_ONCE)
        return export(request, RECIPIENTS, found.count(), lambda: campaign_page.lines_of(campaign, every))
    page = RECIPIENTS.page(request, found)
    words = {"campaign": campaign, "form": form, "page": page, "lines": list(campaign_page.lines_of(campaign, page))}
    return render(request, "manage/campaigns/people.html", words | {"may_remind": may_remind(request.scope)})


def campaign_of(
    request: ManageRequest, campaign_id: int, permission: Permission = Permission.CAMPAIGNS_READ
) -> Campaign:
    """A campaign of the reader's scope.

    :raises Http404: when there is none.
    """
    rows = request.scope.rows(permission, Campaign.objects.all())
    return get_object_or_404(rows.select_related("unit", "created_by", "scheduled_by", "stopped_by"), pk=campaign_id)


def _built(request: ManageRequest, form: CampaignForm, campaign: Campaign | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        saved = _saved(request, form, campaign)
        if saved is not None:
            messages.success(request, _("已存为草稿。看看人数和内容，没问题就排期。"))
            return redirect("manage:campaign", saved.pk)
    words = {"form": form, "campaign": campaign, **_offered(request)}
    return render(request, "manage/campaigns/form.html", words, status=422 if form.errors else 200)


def _saved(request: ManageRequest, form: CampaignForm, campaign: Campaign | None) -> Campaign | None:
    fields, now = form.campaign_fields(), timezone.now()
    try:
        if campaign is None:
            return outreach.draft_campaign(actor=request.scope, fields=fields, now=now)
        return outreach.change_campaign(actor=request.scope, campaign_id=campaign.pk, fields=fields, now=now)
    except outreach.OutreachFailure as failure:
        form.add_error(None, failure.sentence)
        return None


def _offered(request: ManageRequest) -> dict[str, Any]:
    return {
        "positions": common_positions(request.scope.people(Permission.CAMPAIGNS_WRITE), OFFERED),
        "tags": Tag.objects.order_by("name")[:OFFERED],
    }
