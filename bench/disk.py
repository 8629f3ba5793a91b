"""What the disk of the machine does by itself: how long a small bare write waits until it is safe.

A virtual machine's disk now and then holds every write up for a tenth of a second or more, whoever writes. A wait
in a measurement is the program's only as far as it is longer than that of a bare write beside it.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BYTES = os.urandom(4096)
EVERY_SECONDS = 0.02
STALLED_SECONDS = 0.05


class Probe:
    """Bare writes, each made safe before the next, in a thread of its own until told to stop."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "disk-probe", os.O_RDWR | os.O_CREAT, 0o600)
        os.pwrite(self._file, BYTES, 0)
        os.fsync(self._file)
        self._stop = threading.Event()
        self._waits: list[float] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.wait(EVERY_SECONDS):
            began = time.monotonic()
            os.pwrite(self._file, BYTES, 0)
            os.fdatasync(self._file)
            self._waits.append(time.monotonic() - began)

    def end(self) -> None:
        """Stop writing."""
        self._stop.set()
        self._thread.join()
        os.close(self._file)

    def figures(self) -> dict[str, Any]:
        """Waits in milliseconds, how many were stalls, and the seconds that those took together."""
        waits = sorted(self._waits)
        stalls = [wait for wait in waits if wait > STALLED_SECONDS]
        return {
            "writes": len(waits),
            "p50_ms": round(waits[len(waits) // 2] * 1000, 2) if waits else None,
            "p99_ms": round(waits[len(waits) * 99 // 100] * 1000, 2) if waits else None,
            "max_ms": round(waits[-1] * 1000, 2) if waits else None,
            "stalls": len(stalls),
            "stalled_seconds": round(sum(stalls), 2),
        }


@contextlib.contextmanager
def probed(folder: Path) -> Iterator[Probe]:
    """A probe of the disk of a folder for as long as it is wanted."""
    probe = Probe(folder)
    try:
        yield probe
    finally:
        probe.end()


def alone(folder: Path, seconds: float) -> dict[str, Any]:
    """What a bare write waits while nothing else of ours runs."""
    with probed(folder) as probe:
        time.sleep(seconds)
    return probe.figures()
