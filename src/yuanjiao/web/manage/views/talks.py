"""Units under the line, talks, and the page of one talk (A20)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from yuanjiao.credits.public import date_of, year_of
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Attachment, Talk
from yuanjiao.web.manage import talks
from yuanjiao.web.manage.attachments import as_download
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.talks import CallForm, TalkFilter, UnderFilter
from yuanjiao.web.manage.listings.oversight import TALKS, UNDER
from yuanjiao.web.shell.http import ticked
from yuanjiao.web.shell.listing import wants_file

READERS = (Permission.FIGURES_READ,)


@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """The talks of the scope."""
    within = oversight.talks_in(request.scope)
    years = sorted(set(within.order_by().values_list("year", flat=True).distinct()), reverse=True)
    form = TalkFilter(request.GET, years=years)
    rows = form.in_order(form.narrow(within))
    if wants_file(request):
        return TALKS.file(rows)
    words = {"form": form, "page": TALKS.page(request, rows), "may_talk": request.scope.has(Permission.TALKS_HOLD)}
    return render(request, "manage/talks/list.html", words)


@allowed(Permission.TALKS_HOLD)
def under(request: ManageRequest) -> HttpResponse:
    """The units under the line."""
    now, form = timezone.now(), UnderFilter(request.GET)
    found = oversight.units_under(request.scope, now, deep=form.wanted("below") == "all")
    rows = form.fitting(found)
    if wants_file(request):
        return UNDER.file(rows)
    words = {"form": form, "page": UNDER.page(request, rows), "uncalled": sum(each.talk is None for each in rows)}
    return render(request, "manage/talks/under.html", words | _line(now))


def _line(now: Any) -> dict[str, Any]:
    rules = oversight.talk_rules(now).rules
    return {"rules": rules, "begins": rules.holds_from(year_of(now)), "holds": oversight.holds_now(rules, now)}


@allowed(Permission.TALKS_HOLD)
def call(request: ManageRequest) -> HttpResponse:
    """The notice to one or several units under the line: first written, then sent."""
    now = timezone.now()
    numbers = ticked(request.POST or request.GET, "unit")
    within = oversight.units_to_talk_to(request.scope, date_of(now))
    units: list[Unit] = list(within.filter(pk__in=numbers))
    form = CallForm(request.POST or None, initial={"meets_at": talks.suggested_moment(now)})
    if request.method == "POST" and form.is_valid():
        send = partial(oversight.call_talks, actor=request.scope, units=units, words=form.cleaned_data["words"])
        try:
            sent = send(meeting=form.meeting(), now=now)
        except oversight.OversightRefused as problem:
            form.add_error(None, str(problem))
        else:
            return _called(request, sent)
    found = [each for each in oversight.units_under(request.scope, now, deep=True) if each.unit in units]
    words = {"form": form, "units": found, "silent": sum(not each.administrators for each in found)}
    return render(request, "manage/talks/call.html", words | _line(now), status=422 if form.errors else 200)


def _called(request: ManageRequest, sent: list[Talk]) -> HttpResponse:
    done = ngettext("已通知 %(number)s 个单位。", "已通知 %(number)s 个单位。", len(sent)) % {"number": len(sent)}
    messages.success(request, done)
    return redirect("manage:talk", sent[0].pk) if len(sent) == 1 else redirect("manage:talks")


@allowed(*READERS)
def show(request: ManageRequest, talk_id: int) -> HttpResponse:
    """One talk from the notice to the closing."""
    talk = get_object_or_404(oversight.talks_in(request.scope), pk=talk_id)
    return render(request, "manage/talks/talk.html", talks.page_of(talk, request.scope, timezone.now()))


@allowed(*READERS)
def of_unit(request: ManageRequest, unit_id: int) -> HttpResponse:
    """All talks with one unit over the years, with what happened in each."""
    unit = get_object_or_404(request.scope.units(Permission.FIGURES_READ), pk=unit_id)
    held = list(unit.talks.order_by("-called_at").prefetch_related("steps__actor"))
    now = timezone.now()
    words = {"unit": unit, "talks": held, "now": oversight.figures_now(unit.pk, year_of(now)), "year": year_of(now)}
    return render(request, "manage/talks/unit.html", words)


@allowed(*READERS)
def attachment(request: ManageRequest, attachment_key: str) -> HttpResponseBase:
    """A file that was put beside a talk, as a download."""
    held = get_object_or_404(Attachment, key=attachment_key)
    get_object_or_404(oversight.talks_in(request.scope), pk=held.talk_id)
    return as_download(held)
