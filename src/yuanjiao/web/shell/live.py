"""The live figures as a page first shows them; its script keeps them fresh afterwards (A2)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from yuanjiao.credits.public import Channel
from yuanjiao.pulse.presence import presence
from yuanjiao.web.shell.running import running

HOURS = 24


@dataclass(frozen=True)
class Online:
    """Who is here now, and the peak of each hour of today so far."""

    online: int
    studying: int
    today: list[int | None] = field(default_factory=list)


def token(learner: int, channel: Channel) -> str:
    """The token with which a learner's page on a channel asks for live figures."""
    return running.tokens.token(learner, channel, int(time.time()))


def online(channel: Channel) -> Online | None:
    """The figures as the process last published them; its own count before that; none where they are switched off."""
    figures = running.live.figures(channel)
    if figures and "online" not in figures:
        return None
    today: list[int | None] = list(figures.get("today", []))[:HOURS]
    return Online(
        figures.get("online", presence.online),
        figures.get("studying", 0),
        today + [None] * (HOURS - len(today)),
    )
