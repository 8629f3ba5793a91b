"""The pages as an ASGI application of their own, for the process that `yuanjiao serve` starts beside the pulses."""

from __future__ import annotations

from yuanjiao.asgi import inside  # isort: skip -- sets Django up before anything reads a model

from pathlib import Path

from yuanjiao.pulse.door import Receive, Scope, Send
from yuanjiao.settings import environment
from yuanjiao.web.shell.following import Following
from yuanjiao.web.shell.relay import as_it_came
from yuanjiao.web.shell.running import running

_following = Following(Path(environment.text("YUANJIAO_SOCKETS"), "pulses"), running.live)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request, or follow the server's life."""
    if scope["type"] == "lifespan":
        await _following.lifespan(receive, send)
    else:
        await inside(as_it_came(scope), receive, send)
