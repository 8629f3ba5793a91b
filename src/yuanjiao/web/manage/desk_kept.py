"""The desk of a reader, kept: opened again it costs no more than its frame.

For a minute it is all there is; later it is shown at once and counted anew for the page that shows it, which then
puts the new one in its place. Where none is kept, a small desk is counted at once, and the page of a large one shows
its outline and asks for it in the same way. What she does herself shows at once: whatever she sends leaves the moment
in a cookie of her browser, which reaches every node, and a desk that was counted before is not shown.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from yuanjiao.web.manage.door import ACTED, ManageRequest, remembered

MOST = 500
LONGEST = 16
"""Digits of a cookie that can be a moment."""
RECOUNT = "recount"
"""The word of the address that asks for a new count."""

Key = tuple[object, ...]


class Kept(NamedTuple):
    """A desk as it was drawn, and when its counting began, in seconds since 1970."""

    body: SafeString
    at: float

    @property
    def old(self) -> bool:
        """Whether a page that shows it should ask for a new one."""
        return self.at <= time.time() - settings.DESK_KEPT_SECONDS


_kept: OrderedDict[Key, Kept] = OrderedDict()


def forget() -> None:
    """Count every desk anew."""
    _kept.clear()


def at_hand(request: ManageRequest) -> Kept | None:
    """What a page can show at once: the kept desk, if it is of this working day."""
    return _within(settings.DESK_SHOWN_SECONDS, request)


def fresh(request: ManageRequest, draw: Callable[[], SafeString]) -> Kept:
    """The desk as it stands, at most a minute old."""
    return _within(settings.DESK_KEPT_SECONDS, request) or _counted(request, draw)


def _within(seconds: float, request: ManageRequest) -> Kept | None:
    kept = _kept.get(_key(request))
    return kept if kept and kept.at > max(time.time() - seconds, _acted(request)) else None


def _counted(request: ManageRequest, draw: Callable[[], SafeString]) -> Kept:
    key, now = _key(request), time.time()
    drawn = Kept(draw(), now)
    _kept.pop(key, None)  # so that it is put at the end; another page may do the same at this moment
    _kept[key] = drawn
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return drawn


def _key(request: ManageRequest) -> Key:
    return (request.scope, get_language(), request.GET.urlencode())


def recount(request: ManageRequest) -> HttpResponseBase:
    """The way back to the desk that she is on, which is then counted anew, whatever node it reaches."""
    words = request.GET.copy()
    del words[RECOUNT]
    return remembered(redirect(f"{request.path}?{words.urlencode()}"))


def _acted(request: ManageRequest) -> float:
    """When she last did something; now, if the cookie says nonsense."""
    said = request.COOKIES.get(ACTED, "0")
    return int(said) / 1000 if said.isdecimal() and len(said) < LONGEST else time.time()
