"""Sign-ins a second, and what happens to pulses while 2,000 people sign in within a minute.

``python -m bench.pages.sign_in [--people 2000] [--smoke]``. Argon2 with the parameters that its library recommends.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import harness
from bench.crowd import beside
from bench.pages.visitors import PASSWORD, Visitor, percentiles

INTERVAL = 15.0
PULSES_A_SECOND = 1_000
LONGEST_SECONDS = 600
DOOR = 32
"""People at the door at once."""


def rush(address: str, people: int) -> tuple[list[float], list[str], float]:
    """Let everyone sign in; milliseconds, failures, and the seconds it took."""
    times: list[float] = []
    failures: list[str] = []

    def one(number: int) -> None:
        try:
            times.append(Visitor(address).sign_in(f"S{number}", PASSWORD))
        except Exception as error:  # noqa: BLE001 -- any failure is what is looked for
            failures.append(repr(error)[:200])

    began = time.monotonic()
    with ThreadPoolExecutor(DOOR) as pool:
        for number in range(1, people + 1):
            pool.submit(one, number)
    return times, failures, time.monotonic() - began


def measure(home: Path, people: int, pulses: int) -> dict[str, Any]:
    """A rush at the door beside pulses."""
    tokens = harness.watchers(home, int(pulses * INTERVAL))
    env = harness.embedded(home, YUANJIAO_SIGN_IN_LIMITS="off")
    harness.module(env, "bench.pages.people", str(people))
    with (
        harness.server(harness.OURS, env=env) as running,
        beside(running.address, tokens, INTERVAL, LONGEST_SECONDS, spare=2 * DOOR) as crowd,
    ):
        crowd.begin()
        times, failures, took = rush(running.address, people)
        crowd.end()
        outcome = crowd.figures()
    return {
        "people": people,
        "sign_ins_per_second": round(len(times) / took, 1),
        **percentiles(times),
        "failures": failures[:5],
        "pulses": outcome,
        "books": harness.books(env),
    }


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    people, pulses = (20, 20) if chosen.smoke else (chosen.people, PULSES_A_SECOND)
    with harness.scratch() as home:
        figures = measure(home, people, pulses)
    harness.report("sign-in-smoke" if chosen.smoke else "sign-in", figures)
    if figures["failures"]:
        raise SystemExit("some could not sign in")


if __name__ == "__main__":
    main()
