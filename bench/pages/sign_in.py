"""Sign-ins a second, and what happens to pages and pulses while 2,000 people are at the door.

``python -m bench.pages.sign_in [--people 2000] [--smoke]``. Argon2 with the parameters that its library recommends.
Those who are signed in already open their home, the catalogue and their record, five pages a second: before the rush,
for comparison, and during it.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import requests

from bench import harness
from bench.crowd import beside
from bench.pages.visitors import PASSWORD, Visitor, percentiles

INTERVAL = 15.0
PULSES_A_SECOND = 1_000
LONGEST_SECONDS = 600
DOOR = 32
"""People at the door at once."""
PAGES = ("/", "/courses/", "/record/")
PAGES_A_SECOND = 5
READERS = 15
CALM_SECONDS = 20.0


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


class Readers:
    """People who are signed in and open pages at a steady rate, whatever the server does meanwhile."""

    def __init__(self, address: str, sessions: list[str]) -> None:
        self.address = address
        self.readers = [Visitor(address, session) for session in sessions[:READERS]]
        self.failures: list[str] = []

    def read(self, until: Event, longest: float) -> list[float]:
        """Open pages until the event, at most so many seconds; the milliseconds of each from when it was wanted."""
        times: list[float] = []
        began = time.monotonic()
        with ThreadPoolExecutor(READERS) as pool:
            for number, reader in enumerate(itertools.cycle(self.readers)):
                due = began + number / PAGES_A_SECOND
                if until.wait(max(0.0, due - time.monotonic())) or due - began > longest:
                    break
                pool.submit(self._open, reader, PAGES[number % len(PAGES)], due, times)
        return times

    def _open(self, reader: Visitor, page: str, due: float, times: list[float]) -> None:
        try:
            answer = reader.browser.get(self.address + page, timeout=60)
            if answer.status_code != 200 or not answer.url.endswith(page):
                self.failures.append(f"{page}: {answer.status_code} at {answer.url}")
        except requests.RequestException as error:
            self.failures.append(f"{page}: {error!r}"[:200])
        times.append((time.monotonic() - due) * 1000)


def measure(home: Path, people: int, pulses: int, calm: float) -> dict[str, Any]:
    """A rush at the door beside pulses and pages, after some seconds without it."""
    tokens = harness.watchers(home, int(pulses * INTERVAL))
    env = harness.embedded(home)
    made = json.loads(harness.module(env, "bench.pages.people", str(people)).splitlines()[-1])
    with (
        harness.server(harness.OURS, env=env) as running,
        beside(running.address, tokens, INTERVAL, LONGEST_SECONDS, spare=2 * DOOR + READERS) as crowd,
        ThreadPoolExecutor(1) as aside,
    ):
        crowd.begin()
        readers, over = Readers(running.address, made["sessions"]), Event()
        before = readers.read(over, calm)
        meanwhile = aside.submit(readers.read, over, LONGEST_SECONDS)
        times, failures, took = rush(running.address, people)
        over.set()
        pages = meanwhile.result()
        crowd.end()
        outcome = crowd.figures()
    return {
        "people": people,
        "sign_ins_per_second": round(len(times) / took, 1),
        **percentiles(times),
        "failures": [*failures, *readers.failures][:5],
        "pages": {"opened": len(pages), **percentiles(pages)},
        "pages_before": {"opened": len(before), **percentiles(before)},
        "pulses": outcome,
        "books": harness.books(env),
    }


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    people, pulses, calm = (20, 20, 2.0) if chosen.smoke else (chosen.people, PULSES_A_SECOND, CALM_SECONDS)
    with harness.scratch() as home:
        figures = measure(home, people, pulses, calm)
    harness.report("sign-in-smoke" if chosen.smoke else "sign-in", figures)
    if figures["failures"]:
        raise SystemExit("some could not sign in, or a page failed")


if __name__ == "__main__":
    main()
