"""The learner's home."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from yuanjiao.web.learner.boards import board_card, channel_of
from yuanjiao.web.learner.home import home_page
from yuanjiao.web.learner.watched import after_watching
from yuanjiao.web.shell import live
from yuanjiao.web.shell.http import PersonRequest


@login_required
@cache_control(private=True, no_cache=True)
def home(request: PersonRequest) -> HttpResponse:
    """Credits, where to go on, what is suggested, who is here, and the rank (A14)."""
    after_watching(request)
    page, channel = home_page(request.user, timezone.now()), channel_of(request)
    request.unread_notices = page.unread
    token = live.token(request.user.pk, channel)
    return render(request, "learner/home.html", {"page": page, "online": live.online(channel), "live_token": token})


@login_required
@cache_control(private=True, no_cache=True)
def board(request: PersonRequest) -> HttpResponse:
    """The rank card, read after the page so that the page waits for no board."""
    card = board_card(request.user, request.GET.get("board", "people"), channel_of(request), timezone.now())
    return render(request, "learner/home/board.html", {"card": card})
