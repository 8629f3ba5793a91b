"""`POST /pulse`: the hot path, from bytes to an answer after the commit. No cookie; the token is the authority."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any

from yuanjiao.pulse import messages
from yuanjiao.pulse.committer import Committer, Done
from yuanjiao.pulse.messages import Unacceptable
from yuanjiao.pulse.presence import presence
from yuanjiao.pulse.tokens import Claims, ExpiredToken, ForgedToken, Mint

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

RETRY_AFTER = (b"retry-after", b"5")
JSON = (b"content-type", b"application/json")
NO_STORE = (b"cache-control", b"no-store")
FORGED = messages.Reply(401, {"say": {"code": "forged", "text": "凭证无效，请重新打开课程。"}})
EXPIRED = messages.Reply(401, {"say": {"code": "reopen", "text": "凭证已过期，正在重新打开。"}})


class Door:
    """Takes pulses as bytes and answers when they are on disk; also the ASGI application of `/pulse`."""

    def __init__(self, mint: Mint, committer: Committer) -> None:
        self._mint = mint
        self._committer = committer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of the contract."""
        if scope["method"] != "POST":
            await answer(send, 405, {"say": {"code": "method", "text": "POST"}}, (b"allow", b"POST"))
            return
        told: asyncio.Future[messages.Reply] = asyncio.get_running_loop().create_future()
        try:
            self.take(await whole_body(receive), partial(_tell, told))
        except Unacceptable as error:
            told.set_result(refused(error))
        reply = await told
        await answer(send, reply.status, reply.body, RETRY_AFTER if reply.status == 503 else None)

    def take(self, raw: bytes, done: Done) -> None:
        """Take one pulse, given as the bytes of its body; `done` is told the answer, now or after the commit."""
        try:
            body = messages.read(raw)
            now = int(time.time())
            claims = self._mint.claims(body.t, now)
            pulse = messages.pulse(body, claims.duration_ms)
        except Unacceptable as error:
            done(refused(error))
        except ForgedToken:
            done(FORGED)
        except ExpiredToken:
            done(EXPIRED)
        else:
            self._committer.submit(claims, pulse, partial(self._dress, claims, now, done))

    def _dress(self, claims: Claims, now: int, done: Done, reply: messages.Reply) -> None:
        if reply.status == 200:
            if reply.body["accepted"]:
                presence.counted(claims.learner)
            else:
                presence.seen(claims.learner)
            if claims.channel not in presence.closed:
                reply.body["online"] = presence.online
            token = self._mint.renewed(claims, now)
            if token is not None:
                reply.body["token"] = token
        done(reply)


def _tell(told: asyncio.Future[messages.Reply], reply: messages.Reply) -> None:
    if not told.done():
        told.set_result(reply)


def refused(error: Unacceptable) -> messages.Reply:
    """The answer to a pulse that cannot be read, naming the field."""
    return messages.Reply(422, {"field": error.field, "reason": error.reason})


async def whole_body(receive: Receive) -> bytes:
    """The body of a request, given up as soon as it is too large.

    :raises Unacceptable: when it is larger than the contract allows or the client went away.
    """
    message = await receive()
    raw: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        raw += message.get("body", b"")
        if len(raw) > messages.LARGEST_BODY:
            break
    if message["type"] == "http.disconnect":
        raise Unacceptable("body", "the connection ended early")
    return raw


async def answer(send: Send, status: int, body: dict[str, Any], extra: tuple[bytes, bytes] | None = None) -> None:
    """Send a JSON answer."""
    content = messages.encode(body)
    headers = [JSON, NO_STORE, (b"content-length", b"%d" % len(content))]
    if extra is not None:
        headers.append(extra)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
