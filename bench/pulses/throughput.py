"""Durable pulses a second ÷ a bare echo on the same server, one worker, pinned alike, in turns in the same run.

``python -m bench.pulses.throughput [--postgres] [--seconds 6] [--rounds 3]`` (needs wrk and two cores).
The counted pulses are checked in the database afterwards: every answered one must be there.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import harness
from bench.postgres import postgres

LEARNERS = 20_000
CONNECTIONS = 128
WARM_UP_SECONDS = 4
STEADY_SECONDS = 50
"""Time for every desk to come into memory and for the first of them to be written behind: what is measured is the
pace of every later minute, not of the first."""
FIRST_MEASURED = 1_000
"""The second of the lesson at which the measured pulses begin, behind those of the warm-up."""
COUNTED = (
    "from django.db.models import Sum; from yuanjiao.learning.models import Watch; "
    "print(Watch.objects.aggregate(s=Sum('covered_ms'))['s'] / 1000)"
)
FORGET = (
    "from yuanjiao.learning.models import Allowance, PulseJournal, Watch; "
    "[model.objects.all().delete() for model in (Watch, Allowance, PulseJournal)]"
)
SCRIPT = Path(__file__).with_name("pulse.lua")


def load(running: harness.Server, tokens: Path, seconds: int, first: int = 1) -> dict[str, Any]:
    """What wrk measured from the other core, and the server's processor time a request."""
    before = running.cpu_seconds()
    command = [
        *harness.pinned(1),
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "-s",
        str(SCRIPT),
        running.address,
        "--",
        str(tokens),
        str(first),
    ]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    line = next(line for line in output.splitlines() if line.startswith("RESULT "))
    found: dict[str, Any] = json.loads(line.removeprefix("RESULT "))
    found["per_second"] = found["requests"] / found["seconds"]
    found["cpu_microseconds"] = round((running.cpu_seconds() - before) / found["requests"] * 1e6, 1)
    return found


def one_round(env: dict[str, str], tokens: Path, seconds: int, warm_up: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The echo, then the pulses."""
    subprocess.run(
        [sys.executable, "-m", "bench.pulses.sessions", str(LEARNERS), str(tokens)],
        env=env,
        check=True,
        cwd=harness.ROOT,
    )
    with harness.server("bench.pulses.echo:application", env=env, core=0) as running:
        load(running, tokens, WARM_UP_SECONDS)
        echo = load(running, tokens, seconds)
    with harness.server("yuanjiao.asgi:application", env=env, core=0) as running:
        warm = load(running, tokens, warm_up)
        pulses = load(running, tokens, seconds, FIRST_MEASURED)
        pulses["answered"] = pulses["requests"] + warm["requests"] - pulses["errors"] - warm["errors"]
        return echo, pulses


def counted_seconds(env: dict[str, str]) -> float:
    """How many seconds of watching the database holds."""
    return float(harness.shell(env, COUNTED))


def measure(env: dict[str, str], home: Path, seconds: int, rounds: int, warm_up: int) -> dict[str, Any]:
    """Rounds of echo and pulses on one installation."""
    harness.prepare(env)
    pairs = []
    for _ in range(rounds):
        harness.shell(env, FORGET)
        echo, pulses = one_round(env, home / "tokens", seconds, warm_up)
        pulses["counted_seconds"] = counted_seconds(env)
        # wrk ends with pulses under way: stored and not answered any more, at most one a connection and run.
        if not 0 <= pulses["counted_seconds"] - pulses["answered"] <= 2 * CONNECTIONS:
            raise SystemExit(f"answered and stored do not agree: {pulses}")
        pairs.append({"echo": echo, "pulses": pulses, "ratio": pulses["per_second"] / echo["per_second"]})
        print(json.dumps(pairs[-1]), file=sys.stderr)
    return {
        "ratio": round(statistics.median(pair["ratio"] for pair in pairs), 3),
        "pulses_per_second": round(statistics.median(pair["pulses"]["per_second"] for pair in pairs)),
        "echo_per_second": round(statistics.median(pair["echo"]["per_second"] for pair in pairs)),
        "p99_ms": statistics.median(pair["pulses"]["p99"] for pair in pairs),
        "errors": sum(pair["pulses"]["errors"] for pair in pairs),
        "rounds": pairs,
        "books": harness.books(env),
    }


def main() -> None:
    """Measure one database and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    if chosen.smoke:
        chosen.seconds, chosen.rounds = 2, 1
    warm_up = WARM_UP_SECONDS if chosen.smoke else STEADY_SECONDS
    suffix = "-smoke" if chosen.smoke else ""
    with harness.scratch() as home:
        if chosen.postgres:
            with postgres(home) as url:
                env = harness.environment(
                    home,
                    YUANJIAO_DATABASE=url,
                    YUANJIAO_HTTPS="off",
                    DJANGO_SETTINGS_MODULE="yuanjiao.settings.cluster",
                    YUANJIAO_SECRET="measured " * 4,
                )
                harness.report(f"pulses-postgres{suffix}", measure(env, home, chosen.seconds, chosen.rounds, warm_up))
        else:
            env = harness.environment(home, DJANGO_SETTINGS_MODULE="yuanjiao.settings.embedded")
            harness.report(
                f"pulses-sqlite{suffix}",
                {**measure(env, home, chosen.seconds, chosen.rounds, warm_up), "sqlite": sqlite3.sqlite_version},
            )


if __name__ == "__main__":
    main()
