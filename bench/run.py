"""Run the measurements one after another: ``python bench/run.py [--smoke] [NAME …]``.

Each is a module with a command line of its own; ``--smoke`` asks it for its smallest form. What several of them need
is made once (`bench.harness.watchers`). Ends with the page of figures written anew, and with 1 if one failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from yuanjiao.commands.telling import bar

ROOT = Path(__file__).resolve().parent.parent
MEASUREMENTS: dict[str, tuple[str, ...]] = {
    "pulses": ("bench.pulses.throughput",),
    "pulses-postgres": ("bench.pulses.throughput", "--postgres"),
    "crowd-city": ("bench.pulses.crowd", "--learners", "150000", "--seconds", "120"),
    "crowd": ("bench.pulses.crowd",),
    "memory": ("bench.pulses.memory",),
    "streams": ("bench.pulses.streams",),
    "kills": ("bench.pulses.kills",),
    "writing": ("bench.pages.writing",),
    "sign-in": ("bench.pages.sign_in",),
    "home": ("bench.pages.home",),
    "desk": ("bench.pages.desk",),
    "ranks": ("bench.ranks",),
    "audit": ("bench.audit",),
    "circular": ("bench.circular",),
    "import": ("bench.import_people",),
    "transcode": ("bench.transcode",),
    "campaign": ("bench.campaign",),
}


OF_WATCHERS = ("pulses", "pulses-postgres", "crowd", "memory", "streams", "kills", "writing")
"""These share an installation with watchers, and so go one after another."""
SMOKED_AS_ANOTHER = {"crowd-city": "crowd"}
"""In its smallest form a measurement is the same as another."""


def run(words: list[str], **more: str) -> int:
    """Run one of our modules; its exit code."""
    command = [sys.executable, "-W", "ignore", "-m", *words]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **more}, check=False).returncode


def passed(name: str, smoke: list[str], kept: str, wanted: list[str], finished: list[str]) -> bool:
    """Run one measurement and say how long it took and how far all have come; whether it passed."""
    began = time.monotonic()
    print(f"{name} …", flush=True)
    code = run([*MEASUREMENTS[name], *smoke], YUANJIAO_BENCH_KEPT=kept)
    finished.append(name)
    said = f"{name}: {'done' if code == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s"
    print(f"{bar(len(finished), len(wanted))}  {said}", flush=True)
    return code == 0


def lanes_of(names: list[str], smoke: list[str]) -> list[list[str]]:
    """What may run beside what: everything alone when it is measured, two lanes when it is only seen to work."""
    if not smoke:
        return [names]
    return [[name for name in names if name in OF_WATCHERS], [name for name in names if name not in OF_WATCHERS]]


def failures(names: list[str], smoke: list[str], kept: str, wanted: list[str], finished: list[str]) -> list[str]:
    """Run some of the wanted measurements one after another; those that failed."""
    return [name for name in names if not passed(name, smoke, kept, wanted, finished)]


def main(words: list[str]) -> int:
    """Run all, or those named."""
    smoke = ["--smoke"] if "--smoke" in words else []
    named = [word for word in words if not word.startswith("-")]
    unknown = set(named) - MEASUREMENTS.keys()
    if unknown:
        print(f"no measurement is called {', '.join(sorted(unknown))}; there are: {', '.join(MEASUREMENTS)}")
        return 2
    began = time.monotonic()
    wanted = [name for name in named or MEASUREMENTS if not (smoke and name in SMOKED_AS_ANOTHER)]
    with tempfile.TemporaryDirectory(prefix="yuanjiao-bench-kept-") as kept, ThreadPoolExecutor() as pool:
        finished: list[str] = []
        lanes = [pool.submit(failures, lane, smoke, kept, wanted, finished) for lane in lanes_of(wanted, smoke)]
        failed = [name for lane in lanes for name in lane.result()]
    if not smoke:
        run(["bench.table"])
    print(f"{len(wanted) - len(failed)} passed, {len(failed)} failed in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
