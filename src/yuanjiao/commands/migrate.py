"""``yuanjiao migrate``: prepare or upgrade the database."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from yuanjiao.commands import alone, start
from yuanjiao.commands.telling import Bars


@click.command()
@start.home_option
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 when something would be changed.")
def command(home: Path | None, check: bool) -> None:  # noqa: FBT001 -- click passes options by position
    """Bring the database up to this program: tables, indexes, cache table. Run it on one node only."""
    start.prepare(home)
    start.name_unread()
    missing = start.unapplied()
    if check:
        click.echo(f"{missing} changes to make." if missing else "Nothing to change.")
        raise SystemExit(1 if missing else 0)
    start.demand_writable()
    # A server that runs knows the tables as they were.
    alone_there = missing and start.setting("PROFILE") == "embedded"
    with alone.in_home(start.setting("HOME")) if alone_there else nullcontext(), Bars() as bars:
        start.migrate(bars.stage(f"{missing} changes made" if missing else "nothing to change"))
