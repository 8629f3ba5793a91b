"""``yuanjiao audit``: prove every credit and every rank from the ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yuanjiao.commands import start
from yuanjiao.commands.exits import Exit
from yuanjiao.commands.telling import Bars, Count

if TYPE_CHECKING:
    from yuanjiao.credits.public import Report

SHOWN_DIFFERENCES = 200


@click.command()
@start.home_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(home: Path | None, as_json: bool) -> None:  # noqa: FBT001 -- click passes options by position
    """Read every ledger chain, compare it with the signed daily roots, and rebuild every projection.

    Nothing is changed. Exit code 0 and no line: each credit is there, in order and unaltered, and every
    rank follows from them. Exit code 1: the differences, line by line.
    """
    start.prepare(home)
    start.demand_database()
    report = run()
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


def run() -> Report:
    """Audit with a bar that shows how far the reading has come."""
    from django.utils import timezone  # noqa: PLC0415 -- only after `prepare`

    from yuanjiao.credits.models import LedgerEntry  # noqa: PLC0415 -- as above
    from yuanjiao.credits.public import audit  # noqa: PLC0415 -- as above

    with Bars() as bars:
        count = Count(bars.stage("reading the ledger"), LedgerEntry.objects.count())
        return audit(now=timezone.now(), roots=start.setting("LEDGER_ROOTS"), progress=count.more)


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
