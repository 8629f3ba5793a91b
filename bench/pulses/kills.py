"""``kill -9`` of the server under full pulse load, many times: answered pulses lost and credits doubled; both 0.

``python -m bench.pulses.kills [--kills 20] [--learners 2000] [--smoke]``. Every learner plays a lesson of her own that
completes while the server dies and comes back; a pulse that was not answered is sent again, as the player does.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench import harness

THREADS = 32
TO_THE_END_SECONDS = 90
"""After the last kill everybody plays on to her credit, so that there is something to be doubled."""


class Player:
    """One learner's player: plays on, one second a pulse, and sends again what was not answered."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.number = 0
        self.answered = 0.0
        self.done = False

    def step(self, line: HTTPConnection) -> None:
        """One pulse; what was not answered counts as not said."""
        body = json.dumps({"t": self.token, "n": self.number, "s": [[self.number, self.number + 1]], "p": self.number})
        line.request("POST", "/pulse", body)
        answer = line.getresponse()
        told = json.loads(answer.read())
        if answer.status == 200:
            self.answered = max(self.answered, told["covered"])
            self.done = told["done"]
            self.number += 1


class Load:
    """Players on threads until told to stop."""

    def __init__(self, players: list[Player]) -> None:
        self.players = players
        self.address = ""
        self.stop = threading.Event()
        self.playing: list[Future[None]] = []

    def begin(self, pool: ThreadPoolExecutor) -> None:
        """Let all players play, unless they do already."""
        if not self.playing:
            self.playing = [pool.submit(self.work, self.players[first::THREADS]) for first in range(THREADS)]

    def work(self, mine: list[Player]) -> None:
        """Let these players play in turn; a broken line is opened anew."""
        line: HTTPConnection | None = None
        turn = 0
        while not self.stop.is_set():
            player = mine[turn % len(mine)]
            turn += 1
            if player.done:
                if all(each.done for each in mine):
                    return
                continue
            try:
                if line is None:
                    parts = urlsplit(self.address)
                    line = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
                player.step(line)
            except (OSError, ValueError, HTTPException):  # the server is being killed under it
                line = None
                time.sleep(0.05)


def measure(home: Path, kills: int, learners: int) -> dict[str, Any]:
    """Kill and start again, then compare what was answered with what is there."""
    env = harness.environment(home, DJANGO_SETTINGS_MODULE="yuanjiao.settings.embedded")
    harness.prepare(env)
    made = subprocess.run(
        [sys.executable, "-m", "bench.pulses.academy", str(learners)],
        env=env, check=True, cwd=harness.ROOT, capture_output=True, text=True,
    )  # fmt: skip
    players = [Player(token) for token in json.loads(made.stdout.splitlines()[-1])]
    load = Load(players)
    chance = random.Random(20261121)  # noqa: S311 -- when to kill, not a secret
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(kills):
            with harness.server("yuanjiao.asgi:application", env=env) as running:
                load.address = running.address
                load.begin(pool)
                time.sleep(chance.uniform(0.5, 2.0))
                os.kill(running.pid, signal.SIGKILL)
        with harness.server("yuanjiao.asgi:application", env=env) as running:
            load.address = running.address
            end = time.monotonic() + TO_THE_END_SECONDS
            while time.monotonic() < end and not all(player.done for player in players):
                time.sleep(0.2)
            load.stop.set()
    kept = books(home / "yuanjiao.sqlite3", players)
    return {"kills": kills, "learners": learners, **kept, "books": harness.books(env)}


def books(database: Path, players: list[Player]) -> dict[str, Any]:
    """What was answered against what the database holds."""
    with sqlite3.connect(database) as connection:
        covered = dict(connection.execute("SELECT learner_id, covered_ms / 1000.0 FROM learning_watch"))
        credited = dict(connection.execute("SELECT learner_id, count(*) FROM credits_ledgerentry GROUP BY learner_id"))
        completed = connection.execute("SELECT count(*) FROM learning_courseprogress WHERE completed_at IS NOT NULL")
        completions = completed.fetchone()[0]
    lost = sum(max(0.0, player.answered - covered.get(index + 1, 0.0)) for index, player in enumerate(players))
    return {
        "answered_pulses": sum(player.number for player in players),
        "answered_seconds_lost": lost,
        "credits": len(credited),
        "credits_doubled": sum(number > 1 for number in credited.values()),
        "completions_without_credit": completions - len(credited),
    }


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--learners", type=int, default=2_000)
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    kills, learners = (2, 64) if chosen.smoke else (chosen.kills, chosen.learners)
    with harness.scratch() as home:
        figures = measure(home, kills, learners)
    harness.report("kills-smoke" if chosen.smoke else "kills", figures)
    if figures["answered_seconds_lost"] or figures["credits_doubled"] or figures["completions_without_credit"]:
        raise SystemExit("something was lost or doubled")
    if figures["credits"] < learners:
        raise SystemExit("not everybody reached her credit")


if __name__ == "__main__":
    main()
