"""What a year requires of each post level: versions, and a new one with its effect in numbers (A16, C3)."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.credits import public as books
from yuanjiao.credits.models import Requirement
from yuanjiao.organisation.models import PostLevel
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage import requirements_list
from yuanjiao.web.manage.door import ManageRequest, act, allowed, handed_on
from yuanjiao.web.manage.forms.requirements import RequirementFilter, RequirementForm
from yuanjiao.web.manage.listings.requirements import REQUIREMENTS
from yuanjiao.web.shell.listing import wants_file

EXPECTED = (
    books.RequiredExceedsTotal,
    books.CarryOverExceedsElective,
    books.BeginsTooLate,
    books.BeginsTooEarly,
)


@allowed(Permission.FIGURES_READ, Permission.POLICY_WRITE)
def index(request: ManageRequest) -> HttpResponse:
    """Every version, with who settled it and since when it holds."""
    now = timezone.now()
    form = RequirementFilter(request.GET, years=requirements_list.years_listed(now))
    rows = form.in_order(form.narrow(Requirement.objects.all()))
    if wants_file(request):
        return REQUIREMENTS.file(requirements_list.lines(rows, now))
    page, holdings = REQUIREMENTS.page(request, rows), books.open_holdings()
    words = {
        "form": form,
        "page": page,
        "lines": requirements_list.lines(page, now),
        "may_write": request.scope.may_everywhere(Permission.POLICY_WRITE),
        "holdings": holdings,
        "under_way": any(job.unfinished for job in holdings),
    }
    return render(request, "manage/requirements/list.html", words)


@allowed(Permission.FIGURES_READ, Permission.POLICY_WRITE)
def new(request: ManageRequest) -> HttpResponse:
    """Ask for a new version, show whom it touches, and put it in force; only the academy does."""
    if not request.scope.may_everywhere(Permission.POLICY_WRITE):
        words = requirements_list.instead(request.scope, timezone.now())
        return render(request, "manage/requirements/of_the_academy.html", words, status=403)
    years = requirements_list.years_open(timezone.now())
    if request.method == "POST":
        form = RequirementForm(request.POST, years=years)
        if form.is_valid():
            return _publish(request, form) if "confirmed" in request.POST else _preview(request, form)
    else:
        form = RequirementForm.like(_pattern(request, years), years, request.GET.get("level", ""))
    return render(request, "manage/requirements/new.html", {"form": form}, status=422 if form.errors else 200)


def _pattern(request: ManageRequest, years: list[int]) -> Requirement | None:
    level, year = request.GET.get("level", ""), request.GET.get("year", "")
    year_wanted = int(year) if year.isdecimal() and int(year) in years else years[0]
    versions = Requirement.objects.filter(year=year_wanted).order_by("-version")
    return versions.filter(post_level=level if level in PostLevel.values else PostLevel.STAFF).first()


def _preview(request: ManageRequest, form: RequirementForm) -> HttpResponse:
    said, parts = form.cleaned_data, form.hundredths()
    words = {
        "year": said["year"],
        "begins": form.valid_from(timezone.now()),
        "parts": parts,
        "effects": requirements_list.effects(said["year"], said["levels"], parts),
        "given": handed_on(request),
    }
    return render(request, "manage/requirements/preview.html", words)


def _publish(request: ManageRequest, form: RequirementForm) -> HttpResponse:
    said, parts, now = form.cleaned_data, form.hundredths(), timezone.now()
    publish = partial(books.publish_requirements, actor=request.user, year=said["year"], post_levels=said["levels"])
    back = f"{reverse('manage:requirements')}?year={said['year']}"
    return act(
        request,
        lambda: publish(
            total_hundredths=parts["total_hundredths"],
            required_hundredths=parts["required_hundredths"],
            carry_over_hundredths=parts["carry_over_hundredths"],
            valid_from=form.valid_from(now),
            now=now,
        ),
        _("新要求已定好。已经得到的学分都不变；学员多的时候，在后台逐批核对够不够。"),
        back,
        EXPECTED,
    )


@require_POST
@allowed(Permission.POLICY_WRITE)
def hold(request: ManageRequest, requirement_job_key: str) -> HttpResponse:
    """Take up holding learners to a requirement where it stopped."""
    again = partial(books.hold_further, actor=request.user, job_key=requirement_job_key)
    return act(request, lambda: again(now=timezone.now()), _("接着核对。"), reverse("manage:requirements"))
