"""Run the measurements one after another: ``python bench/run.py [--smoke] [NAME …]``.

Each is a module with a command line of its own; ``--smoke`` asks it for its smallest form. Ends with 1 if one failed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEASUREMENTS: dict[str, tuple[str, ...]] = {
    "pulses": ("bench.pulses.throughput",),
    "pulses-postgres": ("bench.pulses.throughput", "--postgres"),
    "crowd": ("bench.pulses.crowd",),
    "memory": ("bench.pulses.memory",),
    "streams": ("bench.pulses.streams",),
    "kills": ("bench.pulses.kills",),
    "writing": ("bench.pages.writing",),
    "sign-in": ("bench.pages.sign_in",),
    "home": ("bench.pages.home",),
    "ranks": ("bench.ranks",),
    "audit": ("bench.audit",),
    "import": ("bench.import_people",),
    "transcode": ("bench.transcode",),
}


def main(words: list[str]) -> int:
    """Run all, or those named."""
    smoke = ["--smoke"] if "--smoke" in words else []
    named = [word for word in words if not word.startswith("-")]
    unknown = set(named) - MEASUREMENTS.keys()
    if unknown:
        print(f"no measurement is called {', '.join(sorted(unknown))}; there are: {', '.join(MEASUREMENTS)}")
        return 2
    failed = []
    for name in named or MEASUREMENTS:
        began = time.monotonic()
        command = [sys.executable, "-W", "ignore", "-m", *MEASUREMENTS[name], *smoke]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        print(f"{name}: {'done' if code == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
        failed += [name] if code else []
    print(f"{len(named or MEASUREMENTS) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
