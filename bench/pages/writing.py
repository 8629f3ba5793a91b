"""Pages that write (likes, messages, quizzes, sign-ins), 20 a second, beside 5,000 pulses a second on SQLite.

``python -m bench.pages.writing [--seconds 30] [--smoke]``: p99 of the requests that write, and errors of either. Each
goes as the browser sends it: a like asks for its button only, the others follow to the page that comes after. Every
quiz is passed, and so writes a credit as well. Beside it stands the whole errand, from when a visitor wanted to write
until the last of its one to four pages was there. Everybody has sent a pulse before the first visitor comes.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import harness
from bench.crowd import beside
from bench.pages.visitors import PASSWORD, Visitor, percentiles

INTERVAL = 15.0
PULSES_A_SECOND = 5_000
WRITES_A_SECOND = 20
VISITORS = 40
MIX = ["like"] * 10 + ["message"] * 6 + ["quiz"] * 3 + ["sign in"]
"""Twenty writes."""


class Writers:
    """Visitors who write something at a steady rate; those who take the quiz come once each, behind the others."""

    def __init__(self, address: str, made: dict[str, Any]) -> None:
        self.address = address
        self.course: int = made["course"]
        self.right: dict[str, int] = made["right"]
        self.chance = random.Random(20261121)  # noqa: S311 -- who writes when, not a secret
        self.times: dict[str, list[float]] = {"like": [], "message": [], "quiz": [], "sign in": []}
        self.errors: list[str] = []
        self.written: list[float] = []
        everyone = [Visitor(address, session) for session in made["sessions"]]
        self.visitors, self.takers = everyone[:VISITORS], everyone[VISITORS:]

    def run(self, seconds: float) -> None:
        """Write for so long, twenty times a second."""
        began = time.monotonic()
        with ThreadPoolExecutor(VISITORS) as pool:
            for number in range(int(seconds * WRITES_A_SECOND)):
                if number % len(MIX) == 0:
                    order = self.chance.sample(MIX, len(MIX))
                due = began + number / WRITES_A_SECOND
                time.sleep(max(0.0, due - time.monotonic()))
                kind = order[number % len(MIX)]
                visitor = self.takers.pop() if kind == "quiz" else self.visitors[number % VISITORS]
                pool.submit(self._write, kind, visitor, due)

    def look_around(self) -> None:
        """One write of each kind that is not counted: a server that has been up for a minute is what is measured."""
        for kind in self.times:
            self._write(kind, self.takers.pop() if kind == "quiz" else self.visitors[0], time.monotonic())
        self.times = {kind: [] for kind in self.times}
        self.written.clear()

    def _write(self, kind: str, visitor: Visitor, due: float) -> None:
        visitor = Visitor(self.address) if kind == "sign in" else visitor
        late = (time.monotonic() - due) * 1000
        before = len(visitor.written)
        try:
            getattr(self, f"_{kind.replace(' ', '_')}")(visitor)
        except Exception as error:  # noqa: BLE001 -- any failure of a page is what is looked for
            self.errors.append(f"{kind}: {error!r}"[:200])
        self.times[kind].append((time.monotonic() - due) * 1000)
        mine = visitor.written[before:]
        self.written += [late + mine[0], *mine[1:]] if mine else []

    def _like(self, visitor: Visitor) -> None:
        visitor.post(f"/courses/{self.course}/like/", {}, part=True)[1].raise_for_status()

    def _message(self, visitor: Visitor) -> None:
        visitor.post("/board/", {"text": f"示例留言 {self.chance.random()}"})[1].raise_for_status()

    def _sign_in(self, visitor: Visitor) -> None:
        visitor.sign_in(f"S{self.chance.randint(1, VISITORS)}", PASSWORD)

    def _quiz(self, visitor: Visitor) -> None:
        _, sheet = visitor.post(f"/courses/{self.course}/quiz/open", {})
        _, result = visitor.post(sheet.url.removeprefix(self.address), self.right)
        result.raise_for_status()
        if "100" not in result.text:
            raise RuntimeError("the quiz was not passed")


def measure(home: Path, pulses: int, seconds: float, warm: float = INTERVAL) -> dict[str, Any]:
    """Pages beside pulses for so long, after `warm` seconds of pulses alone."""
    tokens = harness.watchers(home, int(pulses * INTERVAL))
    env = harness.embedded(home)
    takers = int(seconds * WRITES_A_SECOND) // len(MIX) * MIX.count("quiz") + MIX.count("quiz") + 1
    made = json.loads(harness.module(env, "bench.pages.people", str(VISITORS + takers)).splitlines()[-1])
    with (
        harness.server(harness.OURS, env=env) as running,
        beside(running.address, tokens, INTERVAL, warm + seconds, spare=VISITORS) as crowd,
    ):
        writers = Writers(running.address, made)
        writers.look_around()
        crowd.begin()
        time.sleep(warm)
        used = running.cpu_seconds()
        writers.run(seconds)
        outcome = {**crowd.figures(), "server_cores_used": round((running.cpu_seconds() - used) / seconds, 2)}
    everything = [each for times in writers.times.values() for each in times]
    return {
        "writes": len(writers.written),
        **percentiles(writers.written),
        "errands": {"count": len(everything), **percentiles(everything)},
        "errands_by_kind": {kind: percentiles(times) for kind, times in writers.times.items() if times},
        "errors": writers.errors,
        "pulses": outcome,
        "books": harness.books(env),
    }


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    pulses, seconds, warm = (50, 5.0, 0.0) if chosen.smoke else (PULSES_A_SECOND, chosen.seconds, INTERVAL)
    with harness.scratch() as home:
        figures = measure(home, pulses, seconds, warm)
    harness.report("writing-smoke" if chosen.smoke else "writing", figures)
    if figures["errors"]:
        raise SystemExit("some pages failed")


if __name__ == "__main__":
    main()
