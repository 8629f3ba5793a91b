"""``yuanjiao audit``: prove every credit and every rank from the ledger."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yuanjiao.commands import start
from yuanjiao.commands.audit_readers import readers
from yuanjiao.commands.exits import Exit
from yuanjiao.commands.telling import Bars, Count

if TYPE_CHECKING:
    from yuanjiao.credits.public import Report

SHOWN_DIFFERENCES = 200
ENTRIES_OF_ONE = 500_000
"""So many entries one process reads before others would have started."""
MOST_PROCESSES = 8


@click.command()
@start.home_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option(
    "--processes",
    type=click.IntRange(1, MOST_PROCESSES),
    help="How many processes read the ledger; one for each core when it is long, unless you say otherwise.",
)
def command(home: Path | None, as_json: bool, processes: int | None) -> None:  # noqa: FBT001 -- click passes options by position
    """Read every ledger chain, compare it with the signed daily roots, and rebuild every projection.

    Nothing is changed. Exit code 0 and no line: each credit is there, in order and unaltered, and every
    rank follows from them. Exit code 1: the differences, line by line.
    """
    start.prepare(home)
    start.demand_database(only_read=True)
    report = run(home, processes)
    if as_json:
        click.echo(json.dumps(figures(report), ensure_ascii=False))
    else:
        for difference in report.differences[:SHOWN_DIFFERENCES]:
            click.echo(str(difference))
        click.echo(
            f"{report.entries} entries of {report.learners} learners, {report.standings} standings, "
            f"{report.roots} signed roots: {report.difference_count} differences",
            err=True,
        )
    raise SystemExit(Exit.DONE if report.balanced else Exit.FOUND)


def run(home: Path | None, processes: int | None) -> Report:
    """Audit with a bar that shows how far the reading has come."""
    from django.utils import timezone  # noqa: PLC0415 -- only after `prepare`

    from yuanjiao.credits.models import LedgerEntry  # noqa: PLC0415 -- as above
    from yuanjiao.credits.public import audit  # noqa: PLC0415 -- as above

    now, roots, entries = timezone.now(), start.setting("LEDGER_ROOTS"), LedgerEntry.objects.count()
    number = processes or (1 if entries < ENTRIES_OF_ONE else min(os.cpu_count() or 1, MOST_PROCESSES))
    with Bars() as bars:
        count = Count(bars.stage("reading the ledger"), entries)
        if number == 1:
            return audit(now=now, roots=roots, progress=count.more)
        with readers(number, home, count.more) as others:
            return audit(now=now, roots=roots, readers=others)


def figures(report: Report) -> dict[str, object]:
    """The report as JSON holds it."""
    return {
        "entries": report.entries,
        "learners": report.learners,
        "standings": report.standings,
        "roots": report.roots,
        "difference_count": report.difference_count,
        "differences": [str(difference) for difference in report.differences],
    }
