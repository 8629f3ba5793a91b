"""``yuanjiao bench``: run the measurements of a checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

import yuanjiao
from yuanjiao.commands.exits import Exit, Stop

RUNNER = "run.py"


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--smoke", is_flag=True, help="Run every measurement once, small, to see that it works.")
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(smoke: bool, words: tuple[str, ...]) -> None:  # noqa: FBT001 -- click passes options by position
    """Measure this machine with the scripts of bench/; WORDS go on to them (names, options).

    Exit code 1 when a measurement fails, 4 outside a checkout.
    """
    runner = folder() / RUNNER
    arguments = [sys.executable, str(runner), *(["--smoke"] if smoke else []), *words]
    code = subprocess.run(arguments, cwd=runner.parent.parent, check=False).returncode  # noqa: S603 -- our own script
    raise SystemExit(Exit.FOUND if code else Exit.DONE)


def folder() -> Path:
    """Where the measurements are.

    :raises Stop: (4) when the program was installed from a wheel.
    """
    bench = Path(yuanjiao.__file__).resolve().parents[2] / "bench"
    if not (bench / RUNNER).is_file():
        raise Stop(Exit.PART_MISSING, "The measurements come with a checkout of the source, not with a wheel.")
    return bench
