"""The whole program as one ASGI application: the hot paths here, pages in Django's threads, here or next door."""

from __future__ import annotations

from yuanjiao.wsgi import application as pages  # isort: skip -- sets Django up before anything reads a model

from collections.abc import Iterable
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings

from yuanjiao.kernel import places
from yuanjiao.media.serving import application as media
from yuanjiao.media.uploads import application as uploads
from yuanjiao.pulse.door import Receive, Scope, Send
from yuanjiao.settings import environment
from yuanjiao.web.shell.health import health
from yuanjiao.web.shell.relay import Relay
from yuanjiao.web.shell.running import running

PAGE_THREADS = 8
DOOR_THREADS = 4
DOOR = "/account/login/"


def _in_place(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    # The place is free again before the answer is sent, which a slow line may make long.
    with places.computing():
        return pages(environ, start_response)


_within = WSGIMiddleware(_in_place, workers=PAGE_THREADS)
_at_the_door = WSGIMiddleware(_in_place, workers=DOOR_THREADS)


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    """The pages, computed in this process.

    Whoever signs in waits for the slow hash of her password in a thread of the door: in a rush those who wait would
    hold every thread, and the pages of all who are in already stood behind them.
    """
    entering = scope["path"] == DOOR and scope.get("method") == "POST"
    await (_at_the_door if entering else _within)(scope, receive, send)


_beside = environment.text("YUANJIAO_SOCKETS")
_pages: Any = Relay(f"{_beside}/pages", inside) if _beside else inside


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Send each request to its part."""
    if scope["type"] == "lifespan":
        await running.lifespan(receive, send)
        return
    path = scope["path"]
    if path == "/pulse":
        await running.door(scope, receive, send)
    elif path.startswith("/live"):
        await running.live(scope, receive, send)
    elif path.startswith("/media/"):
        await media(scope, receive, send)
    elif path.startswith("/uploads/"):
        await uploads(scope, receive, send)
    elif path == "/health":
        await health(scope, receive, send)
    else:
        await _pages(scope, receive, send)


__all__ = ["application", "settings"]
