"""The memory that hot sessions take on the pulse path: checked tokens, desks, journal, presence; no connections.

``python -m bench.pulses.memory [--sessions 100000] [--smoke]``. One process takes one pulse of every session through
tokens, messages, sink and presence; the figure is what its own memory grew by.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from pathlib import Path

from bench import harness

BATCH = 128
PULSES_EACH = 3


def grown(tokens: Path) -> dict[str, float]:
    """Take the pulses in this process; memory before and after, in MB."""
    import django  # noqa: PLC0415 -- the environment is set only in the child

    django.setup()
    from yuanjiao.learning.public import mint, pulse_sink  # noqa: PLC0415 -- as above
    from yuanjiao.pulse import messages  # noqa: PLC0415 -- as above
    from yuanjiao.pulse.presence import presence  # noqa: PLC0415 -- as above

    ours, sink, now = mint(), pulse_sink(), int(time.time())
    sink([])
    gc.collect()
    before = harness.own_memory_bytes() / 2**20
    for number in range(1, PULSES_EACH + 1):
        batch = []
        with tokens.open() as lines:
            for line in lines:
                body = messages.PulseBody(line.strip(), number, [(number - 1.0, float(number))])
                claims = ours.claims(body.t, now)
                batch.append((claims, messages.pulse(body, claims.duration_ms)))
                presence.counted(claims.learner)
                if len(batch) == BATCH:
                    sink(batch)
                    batch = []
        sink(batch)
    gc.collect()
    return {"before_mb": before, "after_mb": harness.own_memory_bytes() / 2**20}


def main() -> None:
    """Measure in a child process and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        print(json.dumps(grown(chosen.child)))
        return
    sessions = 2_000 if chosen.smoke else chosen.sessions
    with harness.scratch() as home:
        tokens = harness.watchers(home, sessions)
        found = json.loads(harness.module(harness.embedded(home), "bench.pulses.memory", "--child", str(tokens)))
    per = (found["after_mb"] - found["before_mb"]) / sessions * 100_000
    figures = {"sessions": sessions, **found, "mb_per_100000": round(per)}
    harness.report("memory-smoke" if chosen.smoke else "memory", figures)


if __name__ == "__main__":
    main()
