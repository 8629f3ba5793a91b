"""`GET /live`: live figures by server-sent events, fanned out from one shared snapshot; `/live/now` for polling.

Ten thousand readers are not woken at once, which would hold up the pulses on the same loop: they are
spread over cohorts, and one cohort is fed every tenth of a second.
"""

from __future__ import annotations

import asyncio
import itertools
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from yuanjiao.kernel import signing
from yuanjiao.pulse.door import Receive, Scope, Send, answer
from yuanjiao.pulse.messages import encode
from yuanjiao.pulse.presence import presence

COHORTS = 40
TICK_SECONDS = 0.1
"""A reader is fed every `COHORTS` × `TICK_SECONDS` = 4 s, within the 5 s that live figures may lag (A2)."""

TOKEN_LIFE_SECONDS = 24 * 60 * 60
NOBODY = 0
"""The learner of a reader that is no person, such as a big screen."""


class Reader(NamedTuple):
    """Who reads live figures, and on which channel her page is shown."""

    learner: int
    channel: str


class Snapshot(NamedTuple):
    """The figures, those of them that are shown everywhere, and the channels that get only these."""

    figures: dict[str, Any]
    open_figures: dict[str, Any]
    closed: frozenset[str]


class LiveTokens:
    """Says whose page a live stream belongs to, without a database or a cookie."""

    def __init__(self, secret: str) -> None:
        self._key = signing.derive(secret, "live figures")

    def token(self, learner: int, channel: str, now: int) -> str:
        """A token for a learner's page as shown on a channel, `now` in Unix seconds."""
        body = f"{learner}.{channel}.{now + TOKEN_LIFE_SECONDS}"
        return f"{body}.{signing.encode(signing.sign(self._key, body.encode()))}"

    def reader(self, token: str, now: int) -> Reader | None:
        """Whose token it is, and for which channel; none when it is forged or old."""
        body, _, signature = token.rpartition(".")
        try:
            learner, channel, expires = body.split(".")
            if not signing.holds(self._key, body.encode(), signing.decode(signature)) or int(expires) <= now:
                return None
            return Reader(int(learner), channel)
        except ValueError:
            return None


class LiveFigures:
    """The shared snapshot and its readers.

    Policy may close some figures on some channels: their readers get the open ones alone.
    """

    def __init__(self, tokens: LiveTokens, clock: Any) -> None:
        self._tokens = tokens
        self._clock = clock
        self._all: dict[str, Any] = {}
        self._open: dict[str, Any] = {}
        self._closed: frozenset[str] = frozenset()
        self._events = (b"", b"")
        self._turns: list[asyncio.Event] = []
        self._next_cohort = itertools.cycle(range(COHORTS))
        self._ended = False

    def figures(self, channel: str) -> dict[str, Any]:
        """The snapshot as it may be shown on a channel; pages of this process read it too."""
        return self._open if channel in self._closed else self._all

    @property
    def snapshot(self) -> Snapshot:
        """The figures as they were last published."""
        return Snapshot(self._all, self._open, self._closed)

    def publish(self, figures: dict[str, Any], open_figures: dict[str, Any], closed: frozenset[str]) -> None:
        """Replace the snapshot; callable from any thread (each reference is swapped at once).

        :param open_figures: those of the figures that are shown on the `closed` channels too.
        """
        self._closed = closed
        self._all, self._open = figures, open_figures
        self._events = (_event(figures), _event(open_figures))

    async def feed(self) -> None:
        """Wake one cohort every tick, until cancelled."""
        self._turns = [asyncio.Event() for _ in range(COHORTS)]
        for cohort in itertools.cycle(range(COHORTS)):
            await asyncio.sleep(TICK_SECONDS)
            turn, self._turns[cohort] = self._turns[cohort], asyncio.Event()
            turn.set()

    def end(self) -> None:
        """Let every stream end now: a server that stops would wait for its readers, who never leave."""
        if self._ended:
            return
        self._ended = True
        for turn in self._turns:
            turn.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a stream, or one snapshot for those who poll."""
        token = parse_qs(scope["query_string"].decode("latin-1")).get("t", [""])[0]
        reader = self._tokens.reader(token, self._clock())
        if reader is None:
            await answer(send, 403, {})
        elif scope["path"].endswith("/now"):
            _note(reader)
            await answer(send, 200, self.figures(reader.channel))
        else:
            await self._stream(reader, receive, send)

    async def _stream(self, reader: Reader, receive: Receive, send: Send) -> None:
        headers = [
            (b"content-type", b"text/event-stream"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.ensure_future(_until_disconnect(receive))
        cohort = next(self._next_cohort)
        sent = b""
        try:
            while not (gone.done() or self._ended):
                _note(reader)
                event = self._events[reader.channel in self._closed]
                # An unchanged snapshot is not sent again, but the line is kept alive by a comment.
                await send(
                    {"type": "http.response.body", "body": event if event != sent else b":\n\n", "more_body": True}
                )
                sent = event
                await self._turns[cohort].wait()
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()


def _note(reader: Reader) -> None:
    # A big screen reads for nobody: it must not count itself.
    if reader.learner != NOBODY:
        presence.seen(reader.learner)


def _event(figures: dict[str, Any]) -> bytes:
    return b"data: " + encode(figures) + b"\n\n"


async def _until_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
