"""Live figures: one snapshot for everyone, less where policy closes a channel."""

from __future__ import annotations

import asyncio
import json

from yuanjiao.pulse.live import LiveFigures, LiveTokens, Reader

NOW = 1_800_000_000
TOKENS = LiveTokens("made for tests")


def asked(live: LiveFigures, token: str) -> tuple[int, dict[str, object]]:
    """The answer to a page that polls."""
    sent: list[dict[str, object]] = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    scope = {"type": "http", "path": "/live/now", "query_string": f"t={token}".encode(), "method": "GET"}
    asyncio.run(live(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"])


def published(*closed: str) -> LiveFigures:
    live = LiveFigures(TOKENS, lambda: NOW)
    live.publish({"version": 1, "online": 7}, {"version": 1}, frozenset(closed))
    return live


def test_a_token_names_its_reader_and_her_channel():
    assert TOKENS.reader(TOKENS.token(5, "phone", NOW), NOW) == Reader(5, "phone")


def test_a_forged_changed_or_old_token_names_nobody():
    token = TOKENS.token(5, "phone", NOW)
    assert TOKENS.reader(token.replace("phone", "desktop"), NOW) is None
    assert TOKENS.reader(token, NOW + 10**6) is None
    assert TOKENS.reader("nonsense", NOW) is None


def test_a_closed_channel_gets_what_is_open_and_the_others_everything():
    live = published("phone")
    assert asked(live, TOKENS.token(5, "phone", NOW)) == (200, {"version": 1})
    assert asked(live, TOKENS.token(5, "desktop", NOW)) == (200, {"version": 1, "online": 7})


def test_a_stream_follows_its_channel():
    live, sent = published("phone"), []

    async def read(channel):
        async def send(message):
            sent.append(message.get("body", b""))
            if len(sent) % 2 == 0:
                raise ConnectionError

        async def receive():
            await asyncio.Event().wait()

        scope = {"path": "/live", "query_string": f"t={TOKENS.token(5, channel, NOW)}".encode()}
        try:
            await live(scope, receive, send)
        except ConnectionError:
            return

    asyncio.run(read("phone"))
    asyncio.run(read("desktop"))
    assert [b"online" in body for body in (sent[1], sent[3])] == [False, True]


def test_a_server_that_stops_waits_for_no_stream():
    live, sent = published(), []

    async def send(message):
        sent.append(message)

    async def receive():
        await asyncio.Event().wait()

    async def read():
        feeding = asyncio.ensure_future(live.feed())
        scope = {"path": "/live", "query_string": f"t={TOKENS.token(5, 'phone', NOW)}".encode()}
        reading = asyncio.ensure_future(live(scope, receive, send))
        await asyncio.sleep(0)
        live.end()
        await asyncio.wait_for(reading, 1)
        feeding.cancel()

    asyncio.run(read())
    assert sent[-1] == {"type": "http.response.body", "body": b""}


def test_a_forged_token_is_refused():
    assert asked(published(), "5.desktop.99.x")[0] == 403
