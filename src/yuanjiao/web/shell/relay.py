"""Pages in a process of their own: requests are handed to it, and its answers handed on.

Python computes in one thread at a time. Beside five thousand pulses a second a page that needs seven milliseconds
of Python got them in half a second, and the pulses waited for the pages; apart, neither waits for the other
(docs/decisions/0016). Each request goes on a connection of its own over a socket of the file system.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import quote

import h11

from yuanjiao.pulse.door import RETRY_AFTER, Receive, Scope, Send, answer

logger = logging.getLogger(__name__)

PIECE_BYTES = 64 * 1024
PRINTABLE = bytes(range(0x21, 0x7F))
HOP_BY_HOP = frozenset({b"connection", b"keep-alive", b"expect", b"upgrade", b"proxy-connection", b"te"})
CALLER, SCHEME = b"x-yuanjiao-caller", b"x-yuanjiao-scheme"
UNANSWERED = (
    "没有收到回答。请返回并刷新页面，看看这件事是否已经办成。\n"
    "No answer came. Go back and reload the page to see whether it was done.\n"
)
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({CALLER, SCHEME})
"""Who calls, and how, is what this process found out, not what the caller wrote."""


class Relay:
    """The ASGI application that hands requests to the pages' process, or computes them here while that is away."""

    def __init__(self, path: str, instead: Any) -> None:
        self._path = path
        self._instead = instead

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            reader, writer = await asyncio.open_unix_connection(self._path, limit=PIECE_BYTES)
        except OSError:
            await self._instead(scope, receive, send)
            return
        exchange = h11.Connection(h11.CLIENT)
        try:
            writer.write(_sent(exchange, head_of(scope)))
        except h11.LocalProtocolError as error:
            writer.close()
            await answer(send, 400, {"reason": str(error)})
            return
        asking = asyncio.ensure_future(_ask(exchange, receive, writer))
        answering = Answering(send)
        try:
            await _hand_on(exchange, reader, answering)
        except (h11.RemoteProtocolError, ConnectionError):
            if asking.done() and asking.result():
                return
            asking.cancel()
            await self._broken_off(scope, receive, answering)
        finally:
            asking.cancel()
            writer.close()

    async def _broken_off(self, scope: Scope, receive: Receive, answering: Answering) -> None:
        """Go on after the process ended before its answer was whole; its supervisor says that it did."""
        if answering.begun:
            # Ended without its end, so that the server hangs up and nobody takes half an answer for a whole one.
            logger.warning("an answer broke off: %s %s", scope["method"], scope["path"])
        elif scope["method"] in HARMLESS:
            # A question that changes nothing may be asked again.
            await self._instead(scope, _nothing_more(receive), answering)
        else:
            logger.warning("an act was not answered, and may have been done: %s %s", scope["method"], scope["path"])
            await unanswered(answering)


async def unanswered(send: Send) -> None:
    """Say that nobody knows whether the act was done."""
    kind = (b"content-type", b"text/plain; charset=utf-8")
    headers = [kind, (b"cache-control", b"no-store"), RETRY_AFTER]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": UNANSWERED.encode()})


class Answering:
    """Hands an answer on, and knows whether it has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        """Hand a part of it on."""
        self.begun = True
        await self._send(message)


def _nothing_more(receive: Receive) -> Receive:
    """The rest of a request without a body whose beginning has been read."""
    told = False

    async def message() -> MutableMapping[str, Any]:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return message


def head_of(scope: Scope) -> h11.Request:
    """The head of a request, as the pages' process is to read it.

    :raises h11.LocalProtocolError: when no server should accept it (two hosts, a control character in a header).
    """
    target: bytes = scope.get("raw_path") or scope["path"].encode()
    if scope["query_string"]:
        target += b"?" + scope["query_string"]
    # Some programs write an address as a person does (学习); over the wire only ASCII is an address.
    target = quote(target, safe=PRINTABLE).encode()
    headers = [(name, value) for name, value in scope["headers"] if name not in HOP_BY_HOP | OURS]
    if not any(name == b"host" for name, _ in headers):
        headers.append((b"host", b""))
    caller = scope.get("client")
    if caller:
        headers.append((CALLER, str(caller[0]).encode()))
    headers += [(SCHEME, scope.get("scheme", "http").encode()), (b"connection", b"close")]
    return h11.Request(method=scope["method"], target=target, headers=headers)


def as_it_came(scope: Scope) -> Scope:
    """The request as it was before it was handed on: who called, and how, without the headers that told it.

    What proxies wrote stays: a page tells by it whether its reader sits at this machine.
    """
    told = {name: value.decode() for name, value in scope["headers"] if name in OURS}
    headers = [(name, value) for name, value in scope["headers"] if name not in OURS]
    caller = (told[CALLER], 0) if CALLER in told else None
    return {**scope, "headers": headers, "client": caller, "scheme": told.get(SCHEME, "http")}


async def _ask(exchange: h11.Connection, receive: Receive, writer: asyncio.StreamWriter) -> bool:
    """Hand on the body as it comes; and hang up when the caller does. Whether it was the caller who did."""
    with contextlib.suppress(ConnectionError):
        message = await receive()
        while message["type"] == "http.request":
            if message.get("body"):
                writer.write(_sent(exchange, h11.Data(data=message["body"])))
                await writer.drain()
            if not message.get("more_body"):
                writer.write(_sent(exchange, h11.EndOfMessage()))
            message = await receive()
        writer.close()
        return True
    return False


async def _hand_on(exchange: h11.Connection, reader: asyncio.StreamReader, send: Send) -> None:
    """Send the answer as it comes.

    :raises h11.RemoteProtocolError: when it breaks off, as it does when the pages' process ends.
    """
    while True:
        event = exchange.next_event()
        if event is h11.NEED_DATA:
            exchange.receive_data(await reader.read(PIECE_BYTES))
        elif isinstance(event, h11.Response):
            headers = [
                (name, value) for name, value in event.headers if name not in (b"connection", b"transfer-encoding")
            ]
            await send({"type": "http.response.start", "status": event.status_code, "headers": headers})
        elif isinstance(event, h11.Data):
            await send({"type": "http.response.body", "body": bytes(event.data), "more_body": True})
        elif isinstance(event, h11.EndOfMessage):
            await send({"type": "http.response.body", "body": b""})
            return


def _sent(exchange: h11.Connection, event: h11.Event) -> bytes:
    return exchange.send(event) or b""
