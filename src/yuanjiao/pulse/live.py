"""`GET /live`: live figures by server-sent events, fanned out from one shared snapshot; `/live/now` for polling.

Ten thousand readers are not woken at once, which would hold up the pulses on the same loop: they are
spread over cohorts, and one cohort is fed every tenth of a second.
"""

from __future__ import annotations

import asyncio
import itertools
from typing import Any
from urllib.parse import parse_qs

from yuanjiao.kernel import signing
from yuanjiao.pulse.door import Receive, Scope, Send, answer
from yuanjiao.pulse.messages import encode
from yuanjiao.pulse.presence import presence

COHORTS = 40
TICK_SECONDS = 0.1
"""A reader is fed every `COHORTS` × `TICK_SECONDS` = 4 s, within the 5 s that live figures may lag (A2)."""

TOKEN_LIFE_SECONDS = 24 * 60 * 60


class LiveTokens:
    """Says whose page a live stream belongs to, without a database or a cookie."""

    def __init__(self, secret: str) -> None:
        self._key = signing.derive(secret, "live figures")

    def token(self, learner: int, now: int) -> str:
        """A token for a learner's page, `now` in Unix seconds."""
        body = f"{learner}.{now + TOKEN_LIFE_SECONDS}"
        return f"{body}.{signing.encode(signing.sign(self._key, body.encode()))}"

    def learner(self, token: str, now: int) -> int | None:
        """Whose token it is; none when it is forged or old."""
        body, _, signature = token.rpartition(".")
        learner, _, expires = body.partition(".")
        try:
            if not signing.holds(self._key, body.encode(), signing.decode(signature)) or int(expires) <= now:
                return None
            return int(learner)
        except ValueError:
            return None


class LiveFigures:
    """The shared snapshot and its readers."""

    def __init__(self, tokens: LiveTokens, clock: Any) -> None:
        self._tokens = tokens
        self._clock = clock
        self._figures: dict[str, Any] = {}
        self._event = b""
        self._turns: list[asyncio.Event] = []
        self._next_cohort = itertools.cycle(range(COHORTS))

    @property
    def figures(self) -> dict[str, Any]:
        """The snapshot, as pages of this process read it."""
        return self._figures

    def publish(self, figures: dict[str, Any]) -> None:
        """Replace the snapshot; callable from any thread (one reference is swapped)."""
        self._figures = figures
        self._event = b"data: " + encode(figures) + b"\n\n"

    async def feed(self) -> None:
        """Wake one cohort every tick, until cancelled."""
        self._turns = [asyncio.Event() for _ in range(COHORTS)]
        for cohort in itertools.cycle(range(COHORTS)):
            await asyncio.sleep(TICK_SECONDS)
            turn, self._turns[cohort] = self._turns[cohort], asyncio.Event()
            turn.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a stream, or one snapshot for those who poll."""
        token = parse_qs(scope["query_string"].decode("latin-1")).get("t", [""])[0]
        learner = self._tokens.learner(token, self._clock())
        if learner is None:
            await answer(send, 403, {})
        elif scope["path"].endswith("/now"):
            presence.seen(learner)
            await answer(send, 200, self._figures)
        else:
            await self._stream(learner, receive, send)

    async def _stream(self, learner: int, receive: Receive, send: Send) -> None:
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
            while not gone.done():
                presence.seen(learner)
                event = self._event
                # An unchanged snapshot is not sent again, but the line is kept alive by a comment.
                await send(
                    {"type": "http.response.body", "body": event if event != sent else b":\n\n", "more_body": True}
                )
                sent = event
                await self._turns[cohort].wait()
        finally:
            gone.cancel()


async def _until_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
