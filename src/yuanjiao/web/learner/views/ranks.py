"""Boards of people and units (A14, C3)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yuanjiao.web.learner.boards import channel_of
from yuanjiao.web.learner.forms.record import RanksFilter
from yuanjiao.web.learner.listings import RANKS_OF_PEOPLE, RANKS_OF_UNITS
from yuanjiao.web.learner.ranks import districts_of, ranks_page
from yuanjiao.web.shell import live
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file


@login_required
def ranks(request: PersonRequest) -> HttpResponse:
    """The board asked for, of the whole academy or of one district, or the same as an Excel file."""
    form = RanksFilter(request.GET, districts=districts_of(request.user))
    channel = channel_of(request)
    page = ranks_page(request.user, form, channel, timezone.now())
    if wants_file(request) and page.board:
        return RANKS_OF_PEOPLE.file(page.people) if page.board == "people" else RANKS_OF_UNITS.file(page.units)
    token = live.token(request.user.pk, channel)
    return render(request, "learner/ranks/ranks.html", {"page": page, "form": form, "live_token": token})
