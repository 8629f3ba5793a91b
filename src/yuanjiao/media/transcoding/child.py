"""Run a confined child process and read what it says, line by line, with a wall clock limit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, NamedTuple

LAUNCHER = Path(__file__).with_name("confined.py")
GIBIBYTE = 1 << 30
TICK_SECONDS = 1.0
# A child that reads hostile files is told nothing of the installation: no secrets, no addresses.
KEPT_ENVIRONMENT = ("PATH", "LANG", "PYTHONPATH", "LD_LIBRARY_PATH", "TMPDIR")


class Limits(NamedTuple):
    """What a child may use: wall clock and processor seconds, bytes of memory, of one file, of all output."""

    seconds: int
    processor_seconds: int
    memory: int = 4 * GIBIBYTE
    file_size: int = 2 * GIBIBYTE
    output_size: int = 64 * GIBIBYTE


class Ended(NamedTuple):
    """How a child ended: its code, the end of its complaints, and which limit stopped it, if one did."""

    code: int
    complaints: str
    stopped: str = ""


def run(
    command: list[str],
    *,
    limits: Limits,
    folder: Path | None = None,
    line: Callable[[str], None] | None = None,
    tick: Callable[[], None] | None = None,
) -> Ended:
    """Run a command to its end.

    :param folder: where it writes; its total size is held under `limits.output_size`.
    :param line: called with each line of its output.
    :param tick: called about every second, also when the child says nothing.
    """
    inner = {"processor_seconds": limits.processor_seconds, "memory": limits.memory, "file_size": limits.file_size}
    launch = [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(inner), *command]
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 -- a fixed program with a list of arguments, no shell
            launch,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            errors="replace",
            env=environment(),
        )
        try:
            stopped = _attend(process, limits, folder, line, tick)
        finally:
            if process.poll() is None:
                process.kill()
            code = process.wait()
        return Ended(code, _tail(complaints), stopped)


def environment() -> dict[str, str]:
    """The few variables a child is given; few allocation arenas, so that threads reserve no memory they never use."""
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    return {**kept, "MALLOC_ARENA_MAX": "2"}


def _attend(
    process: subprocess.Popen[str],
    limits: Limits,
    folder: Path | None,
    line: Callable[[str], None] | None,
    tick: Callable[[], None] | None,
) -> str:
    said: Queue[str | None] = Queue()
    Thread(target=_listen, args=(process, said), daemon=True).start()
    ends = time.monotonic() + limits.seconds
    next_tick = time.monotonic() + TICK_SECONDS
    while True:
        try:
            words = said.get(timeout=max(0.0, next_tick - time.monotonic()))
        except Empty:
            words = ""
        if words is None:
            return ""
        if words and line:
            line(words)
        if time.monotonic() >= next_tick:
            next_tick = time.monotonic() + TICK_SECONDS
            if tick:
                tick()
            if time.monotonic() > ends:
                return "out_of_time"
            if folder and size_of(folder) > limits.output_size:
                return "too_large"


def _listen(process: subprocess.Popen[str], said: Queue[str | None]) -> None:
    if process.stdout:
        for words in process.stdout:
            said.put(words.rstrip("\n"))
    said.put(None)


def size_of(folder: Path) -> int:
    """The bytes of all files under a folder; files that vanish meanwhile count nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total


def room(folder: Path) -> int:
    """Free bytes where a folder is."""
    return shutil.disk_usage(folder).free


def _tail(file: IO[bytes], length: int = 4000) -> str:
    end = file.seek(0, 2)
    file.seek(max(0, end - length))
    return file.read().decode(errors="replace")
