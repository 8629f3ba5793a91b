r"""The door of the media domain: what other domains and the pages may use.

Watching (player page)::

    allowed = may_watch(person, lesson)                       # yours: a right to the course
    cookie = media.cookie_of(request.session.session_key)
    granted = media.grant(lesson.asset, cookie, now)          # Grant(base, expires_at)
    film = granted.address("master.m3u8")                     # HLS; audio only: "audio/index.m3u8"
    sprite = granted.address("thumbnails.vtt")                # WebVTT with xywh fragments for the seek bar
    captions = media.grant(lesson.captions, cookie, now).address("captions.vtt")
    # sound is a group of its own beside the picture: hls.js in full or its build with alternate audio, not "light"
    media.give_cookie(request, response)                      # on the response that carries the addresses

A grant lives at most five minutes (a withdrawn right stops play by then), so the player asks its own
JSON view for a new base before ``expires_at`` and swaps it in: addresses inside playlists are relative,
so with hls.js replace everything up to the asset key in ``xhrSetup``/``fetchSetup`` by the newest base::

    url.replace(/^.*\/media\/[^/]+\/\\d+\/[^/]+\//, currentBase)

Pictures in lists need no grant: ``media.picture_address(asset)`` gives a film's poster or a picture's
cover (empty while there is none). Both are immutable and cacheable by anyone.

Course editor's page (catalogue)::

    {% include "manage/assets/uploader.html" with kind="video" name="asset" asset=lesson.asset %}
    {% vite_asset 'frontend/islands/upload/main.ts' %}        # in block scripts

The include renders the resumable upload, the progress of the making, retry and problems, and a hidden
input ``name`` with the asset's id. `kind` is video, document, captions or picture. Each finished upload
fires the bubbling event ``yuanjiao:asset`` with ``detail.id``. Check with ``media.assets_in(scope)`` (or
``media.assets_of(person)``) that the posted id is one she may use.

A film's duration is known when it is ready: append a callable to ``media.events.ready`` in your ``apps.py``.
Demonstrations and tests bring in files without the browser: `take_in` moves a file in and queues its making for
the worker; ``make_now(asset.pk, timezone.now)`` makes it at once instead (the queued task then finds nothing to do).
Whoever runs a worker calls ``resume_interrupted(now=…)`` at its start and every minute.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from yuanjiao.media import events, paths
from yuanjiao.media.actions.deleting import AssetInTheMaking, AssetInUse, delete_asset
from yuanjiao.media.actions.originals import resume_interrupted, retry, take_in
from yuanjiao.media.actions.reading import keep_reading_position
from yuanjiao.media.making import make as make_now
from yuanjiao.media.models.asset import Asset, AssetKind
from yuanjiao.media.problems import FINAL as FINAL_PROBLEMS
from yuanjiao.media.problems import sentence as problem_sentence
from yuanjiao.media.queries import assets_in, assets_of, held_by, reading_position, upload_rules

__all__ = [
    "FINAL_PROBLEMS",
    "AssetInTheMaking",
    "AssetInUse",
    "Grant",
    "assets_in",
    "assets_of",
    "cookie_of",
    "delete_asset",
    "events",
    "give_cookie",
    "grant",
    "held_by",
    "keep_reading_position",
    "make_now",
    "picture_address",
    "problem_sentence",
    "reading_position",
    "resume_interrupted",
    "retry",
    "take_in",
    "upload_rules",
]


class Grant(NamedTuple):
    """A right to an asset's files until a moment, for the browser that holds the cookie."""

    base: str
    expires_at: datetime

    def address(self, file: str) -> str:
        """The address of one of the asset's files."""
        return self.base + file


def cookie_of(session_key: str | None) -> str:
    """The media cookie of a sign-in session; empty without a session, which opens nothing."""
    return paths.cookie_value(settings.SECRET_KEY, session_key) if session_key else ""


def grant(asset: Asset, cookie: str, now: datetime) -> Grant:
    """The asset's folder address for the holder of a cookie, for five minutes from now.

    The caller has checked the right; this only writes it down.
    """
    expires_at = now + timedelta(seconds=paths.LIFETIME_SECONDS)
    base = paths.base(
        shared_secret=paths.secret(settings.SECRET_KEY),
        expires=int(expires_at.timestamp()),
        key=asset.key,
        cookie=cookie,
    )
    return Grant(base, expires_at)


def give_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the media cookie of the request's session on a response that carries granted addresses."""
    value = cookie_of(request.session.session_key)
    if value and request.COOKIES.get(paths.COOKIE) != value:
        response.set_cookie(
            paths.COOKIE,
            value,
            path=paths.PREFIX,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def picture_address(asset: Asset | None) -> str:
    """The address of a film's poster or a picture's cover; empty while there is none."""
    if asset is None or asset.state != "ready" or asset.kind not in (AssetKind.VIDEO, AssetKind.PICTURE):
        return ""
    return paths.open_address(asset.key, "poster.webp" if asset.kind == AssetKind.VIDEO else "cover.webp")
