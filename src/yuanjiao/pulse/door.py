"""`POST /pulse`: the hot path, from bytes to an answer after the commit. No cookie; the token is the authority."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from yuanjiao.pulse import messages
from yuanjiao.pulse.committer import Committer, StoreUnavailable
from yuanjiao.pulse.messages import Unacceptable
from yuanjiao.pulse.presence import presence
from yuanjiao.pulse.tokens import Claims, ExpiredToken, ForgedToken, Mint

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

RETRY_AFTER = (b"retry-after", b"5")
JSON = (b"content-type", b"application/json")
NO_STORE = (b"cache-control", b"no-store")


class Door:
    """The ASGI application of `/pulse`."""

    def __init__(self, mint: Mint, committer: Committer) -> None:
        self._mint = mint
        self._committer = committer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of the contract."""
        if scope["method"] != "POST":
            await answer(send, 405, {"say": {"code": "method", "text": "POST"}}, (b"allow", b"POST"))
            return
        try:
            raw = await whole_body(receive)
            reply = await self.take(raw)
            extra = RETRY_AFTER if reply.status == 503 else None
        except Unacceptable as error:
            reply, extra = messages.Reply(422, {"field": error.field, "reason": error.reason}), None
        except StoreUnavailable:
            reply, extra = (
                messages.Reply(503, {"say": {"code": "later", "text": "稍后会自动补报，已学的不会丢。"}}),
                RETRY_AFTER,
            )
        await answer(send, reply.status, reply.body, extra)

    async def take(self, raw: bytes) -> messages.Reply:
        """The answer to one pulse, given as the bytes of its body."""
        body = messages.read(raw)
        now = int(time.time())
        try:
            claims = self._mint.claims(body.t, now)
        except ForgedToken:
            return messages.Reply(401, {"say": {"code": "forged", "text": "凭证无效，请重新打开课程。"}})
        except ExpiredToken:
            return messages.Reply(401, {"say": {"code": "reopen", "text": "凭证已过期，正在重新打开。"}})
        pulse = messages.pulse(body, claims.duration_ms)
        reply = await self._committer.submit(claims, pulse)
        if reply.status == 200:
            self._dress(reply.body, claims, now)
        return reply

    def _dress(self, body: dict[str, Any], claims: Claims, now: int) -> None:
        if body["accepted"]:
            presence.counted(claims.learner)
        else:
            presence.seen(claims.learner)
        body["online"] = presence.online
        token = self._mint.renewed(claims, now)
        if token is not None:
            body["token"] = token


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
