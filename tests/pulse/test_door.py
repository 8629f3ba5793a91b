"""What the door adds to an answer: the online count, to the players that policy lets have it."""

from __future__ import annotations

import asyncio
import json
import time

import pytest

from yuanjiao.pulse.committer import Committer
from yuanjiao.pulse.door import Door
from yuanjiao.pulse.messages import Reply
from yuanjiao.pulse.presence import presence
from yuanjiao.pulse.tokens import LIFE_SECONDS, Claims, Mint

MINT = Mint(["a secret that is long enough for anyone"])
DESKTOP, PHONE = 0, 1


def told(channel: int) -> dict[str, object]:
    """The answer to a pulse whose player is shown on a channel."""
    claims = Claims(1, 1, 1, 1, 60_000, 150, 0, int(time.time()) + LIFE_SECONDS, 0, channel)
    raw = json.dumps({"t": MINT.token(claims), "n": 0, "s": [[0, 1]]}).encode()

    async def run() -> Reply:
        loop = asyncio.get_running_loop()
        committer = Committer(lambda batch, _: [Reply(200, {"accepted": []}) for _ in batch], loop)
        committer.start()
        answer: asyncio.Future[Reply] = loop.create_future()
        try:
            Door(MINT, committer).take(raw, answer.set_result)
            return await asyncio.wait_for(answer, 5)
        finally:
            committer.stop()

    return asyncio.run(run()).body


@pytest.fixture
def closed_on_phones(monkeypatch):
    monkeypatch.setattr(presence, "closed", frozenset({PHONE}))
    monkeypatch.setattr(presence, "online", 7)


@pytest.mark.usefixtures("closed_on_phones")
def test_a_count_closed_on_phones_is_told_to_desks_alone():
    assert told(DESKTOP)["online"] == 7
    assert "online" not in told(PHONE)
