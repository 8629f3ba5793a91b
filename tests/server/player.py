"""A player without a picture: it plays by the clock on the wall and keeps what no answer has settled, as the real one.

The browser's own player is driven by `tests/journeys`; here the line, the lid and the token are what is tried.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import requests
from tests.server.viewer import Viewer

from yuanjiao.learning import coverage
from yuanjiao.learning.coverage import Spans

PULSE_SECONDS = 0.4
MOST_TRIES = 20

Post = Callable[[], requests.Response]
Line = Callable[[Post], requests.Response | None]
"""Carries one pulse: gives its answer, or none when the pulse or its answer was lost."""


def good(post: Post) -> requests.Response | None:
    """A line that carries everything."""
    return post()


def dead(_post: Post) -> requests.Response | None:
    """A line that carries nothing."""
    return None


class Player:
    """One lesson on one device: where the film is, and the milliseconds that wait for an answer."""

    def __init__(self, viewer: Viewer, lesson: int, *, kept: Spans = ()) -> None:
        self.viewer, self.lesson = viewer, lesson
        self.kept: Spans = list(kept)
        self.position_ms = 0
        self.line: Line = good
        self.reopened = 0
        self.said: list[str] = []
        self.covered = 0.0
        self.done = False
        viewer.open(lesson)
        self.duration_ms = round(viewer.opened["duration"] * 1000)

    def play(self, seconds: float, *, rate: float = 1.0) -> None:
        """Play that much of the film in real time, a pulse every few tenths and one at the end."""
        first, started = self.position_ms, time.monotonic()
        last = min(self.duration_ms, first + round(seconds * 1000))
        while self.position_ms < last:
            time.sleep(min(PULSE_SECONDS, (last - self.position_ms) / 1000 / rate))
            now = min(last, first + round((time.monotonic() - started) * rate * 1000))
            self.kept = coverage.union(self.kept, [(self.position_ms, now)])
            self.position_ms = now
            self.send(rate)

    def play_to_the_end(self, *, rate: float = 1.0) -> None:
        """Play the rest, and go on sending until every second is settled."""
        self.play((self.duration_ms - self.position_ms) / 1000, rate=rate)
        for _ in range(MOST_TRIES):
            if not self.kept:
                return
            time.sleep(0.1)
            self.send(rate)

    def send(self, rate: float = 1.0) -> None:
        """One pulse with all that waits; what its answer settles waits no longer."""
        spans = coverage.seconds(self.kept)
        answer = self.line(lambda: self.viewer.pulse(*spans, p=self.position_ms / 1000, r=rate))
        if answer is not None and answer.status_code == 200:
            self._settle(answer)
        elif answer is not None and answer.status_code == 401:
            self.said.append(answer.json()["say"]["code"])
            self.viewer.open(self.lesson)
            self.reopened += 1

    def _settle(self, answer: requests.Response) -> None:
        told = answer.json()
        self.kept = [(round(start * 1000), round(end * 1000)) for start, end in told["held"]]
        self.covered, self.done = told["covered"], told["done"]
        if "token" in told:
            self.viewer.opened["token"] = told["token"]
            self.said.append("renewed")
        if "say" in told:
            self.said.append(told["say"]["code"])
