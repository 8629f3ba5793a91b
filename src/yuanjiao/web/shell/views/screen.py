"""The big screen for a hall: opened by a signed address, without sign-in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from yuanjiao.credits.public import Channel, ranking_rules
from yuanjiao.oversight.public import screen_figures, screen_of
from yuanjiao.pulse.live import NOBODY
from yuanjiao.web.shell import live

MONTHS = 12


@never_cache
def screen(request: HttpRequest, screen_part: str) -> HttpResponse:
    """The whole screen; its live count comes by the stream, the rest is asked again every minute."""
    words = _words(screen_part)
    words |= {"live_token": live.token(NOBODY, Channel.SCREEN), "online": live.online(Channel.SCREEN)}
    return render(request, "shell/screen/screen.html", words)


@never_cache
def figures(request: HttpRequest, screen_part: str) -> HttpResponse:
    """The part that is asked again."""
    return render(request, "shell/screen/figures.html", _words(screen_part))


def _words(screen_part: str) -> dict[str, Any]:
    found, now = screen_of(screen_part), timezone.now()
    if found is None:
        raise Http404
    ranked = Channel.SCREEN in ranking_rules(now).units
    shown = screen_figures(found, now, ranked=ranked)
    people, before = shown.outlook.people or 1, shown.outlook.people_before or 1
    return {
        "screen": found,
        "part": screen_part,
        "now": now,
        "shown": shown,
        "ranked": ranked,
        "months": [met / people for met in shown.outlook.met_by_month],
        "months_before": [met / before for met in shown.outlook.met_before],
        "steps": MONTHS,
    }
