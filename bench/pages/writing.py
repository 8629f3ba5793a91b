"""Pages that write (likes, messages, sign-ins), 20 a second, beside 5,000 pulses a second on SQLite.

``python -m bench.pages.writing [--seconds 30] [--smoke]``: p99 of the pages, and errors of either.
"""

from __future__ import annotations

import argparse
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import harness
from bench.crowd import beside
from bench.pages.visitors import Visitor, percentiles

INTERVAL = 15.0
PULSES_A_SECOND = 5_000
WRITES_A_SECOND = 20
VISITORS = 40
PASSWORD = "a password for measuring"  # noqa: S105 -- of people who do not exist


class Writers:
    """Signed-in visitors who write something at a steady rate."""

    def __init__(self, address: str, course: int) -> None:
        self.address, self.course = address, course
        self.chance = random.Random(20261121)  # noqa: S311 -- who writes when, not a secret
        self.times: dict[str, list[float]] = {"like": [], "message": [], "sign in": []}
        self.errors: list[str] = []
        self.visitors = [self._signed_in(number) for number in range(1, VISITORS + 1)]

    def run(self, seconds: float) -> None:
        """Write for so long, twenty times a second."""
        began = time.monotonic()
        with ThreadPoolExecutor(VISITORS) as pool:
            for number in range(int(seconds * WRITES_A_SECOND)):
                time.sleep(max(0.0, began + number / WRITES_A_SECOND - time.monotonic()))
                pool.submit(self._write, self.visitors[number % VISITORS])

    def _write(self, visitor: Visitor) -> None:
        kind = self.chance.choices(["like", "message", "sign in"], [12, 7, 1])[0]
        try:
            if kind == "sign in":
                self.times[kind].append(Visitor(self.address).sign_in(f"S{self.chance.randint(1, VISITORS)}", PASSWORD))
                return
            path = f"/courses/{self.course}/like/" if kind == "like" else "/board/"
            milliseconds, answer = visitor.post(path, {"text": f"示例留言 {self.chance.random()}"})
            self.times[kind].append(milliseconds)
            if answer.status_code >= 400:
                self.errors.append(f"{kind}: {answer.status_code}")
        except Exception as error:  # noqa: BLE001 -- any failure of a page is what is looked for
            self.errors.append(f"{kind}: {error!r}"[:200])

    def _signed_in(self, number: int) -> Visitor:
        visitor = Visitor(self.address)
        visitor.sign_in(f"S{number}", PASSWORD)
        return visitor


def measure(home: Path, pulses: int, seconds: float) -> dict[str, Any]:
    """Pages beside pulses for so long."""
    tokens = harness.watchers(home, int(pulses * INTERVAL))
    env = harness.embedded(home, YUANJIAO_SIGN_IN_LIMITS="off")
    course = int(harness.module(env, "bench.pages.people", str(VISITORS)).split()[-1])
    with (
        harness.server(harness.OURS, env=env) as running,
        beside(running.address, tokens, INTERVAL, seconds, spare=VISITORS) as crowd,
    ):
        writers = Writers(running.address, course)
        crowd.begin()
        writers.run(seconds)
        outcome = crowd.figures()
    everything = [each for times in writers.times.values() for each in times]
    return {
        "writes": len(everything),
        **percentiles(everything),
        "by_kind": {kind: percentiles(times) for kind, times in writers.times.items() if times},
        "errors": writers.errors,
        "pulses": outcome,
    }


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    pulses, seconds = (50, 5.0) if chosen.smoke else (PULSES_A_SECOND, chosen.seconds)
    with harness.scratch() as home:
        figures = measure(home, pulses, seconds)
    harness.report("writing-smoke" if chosen.smoke else "writing", figures)
    if figures["errors"]:
        raise SystemExit("some pages failed")


if __name__ == "__main__":
    main()
