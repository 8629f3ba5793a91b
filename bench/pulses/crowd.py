"""Distinct learners at once, one pulse per 15 s each on keep-alive connections, load generator beside the server.

``python -m bench.pulses.crowd [--learners 100000] [--seconds 300] [--smoke]`` (needs root for the number of files).
Also tells how long a bare write to the same disk waits, before and meanwhile, the memory that the server took for their
sessions, and how many files and bytes a connection costs.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bench import disk, harness
from bench.crowd import beside

INTERVAL = 15.0
DISK_ALONE_SECONDS = 60
REACH = 100_000
"""What has to be reached; a larger crowd, up to a whole city of 150,000, is the aim and reported apart."""


def measure(home: Path, learners: int, seconds: float) -> dict[str, Any]:
    """Hold the crowd for so long."""
    tokens = harness.watchers(home, learners)
    env = harness.embedded(home)
    before = disk.alone(home, min(seconds, DISK_ALONE_SECONDS))
    with harness.server(harness.OURS, env=env) as running:
        empty = running.memory_bytes()
        with beside(running.address, tokens, INTERVAL, seconds) as crowd:
            connected = running.memory_bytes()
            cpu = running.cpu_seconds()
            with disk.probed(home) as probe:
                crowd.begin()
                figures = crowd.figures()
            after = running.memory_bytes()
            told = {
                **figures,
                "learners": learners,
                "connections": crowd.lines,
                "seconds": seconds,
                "interval_seconds": INTERVAL,
                "connecting_seconds": round(crowd.connecting_seconds, 1),
                "bare_write_alone": before,
                "bare_write_beside": probe.figures(),
                "server_cores_used": round((running.cpu_seconds() - cpu) / seconds, 2),
                "memory_mb": {
                    "empty": empty >> 20,
                    "connected": connected >> 20,
                    "after": after >> 20,
                    "hot_sessions_per_100000": round((after - connected) / learners * 100_000 / 2**20),
                },
            }
    return {**told, "books": harness.books(env)}


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    learners, seconds = (500, 16.0) if chosen.smoke else (chosen.learners, chosen.seconds)
    with harness.scratch() as home:
        figures = measure(home, learners, seconds)
    name = "crowd" if learners <= REACH else "crowd-city"
    harness.report("crowd-smoke" if chosen.smoke else name, figures)
    if figures["errors"]:
        raise SystemExit("some pulses were not answered")


if __name__ == "__main__":
    main()
