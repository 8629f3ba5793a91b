"""``yuanjiao import-people``: check a file of people, or bring it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yuanjiao.commands import start
from yuanjiao.commands.exits import Exit, Stop
from yuanjiao.commands.telling import Bars, Progress

if TYPE_CHECKING:
    from yuanjiao.organisation.models import ImportJob

SHOWN_FAULTS = 200


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@start.home_option
@click.option("--apply", is_flag=True, help="Bring the people in; without it the file is only checked.")
@click.option("--accept-faults", is_flag=True, help="With --apply: leave rows with faults out instead of stopping.")
def command(file: Path, home: Path | None, apply: bool, accept_faults: bool) -> None:  # noqa: FBT001 -- click passes options by position
    """Check a file of people (.xlsx, .xls, .ods, .csv), row by row, or bring it in.

    A row with a known staff number changes that person, so the same file may be imported again. Exit code
    1 when rows have faults, 3 when the file cannot be read.
    """
    start.prepare(home)
    start.demand_database()
    run(file, apply=apply, accept_faults=accept_faults)


def run(file: Path, *, apply: bool, accept_faults: bool) -> None:
    """Check or import the file, print what came of it, and end the command with its code."""
    from django.utils import timezone  # noqa: PLC0415 -- only after `prepare`

    from yuanjiao.organisation import public as organisation  # noqa: PLC0415 -- as above

    system, now = organisation.Scope.of_system(), timezone.now()
    try:
        with Bars() as bars:
            tell = Steps(bars).tell
            if apply:
                job = organisation.import_people(
                    actor=system, path=file, now=now, progress=tell, accept_faults=accept_faults
                )
            else:
                job = organisation.check_people(actor=system, path=file, now=now, progress=tell)
    except organisation.UnreadableFile as error:
        raise Stop(Exit.NOT_READY, str(error)) from error
    except organisation.ImportHasFaults as error:
        job = error.job
        click.echo(str(error), err=True)
    print_outcome(job)
    raise SystemExit(Exit.FOUND if job.wrong_rows else Exit.DONE)


class Steps:
    """The steps of an import as stages of the bars."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._steps: dict[str, Progress] = {}

    def tell(self, step: str, done: int, total: int) -> None:
        """How far a step has come."""
        if step not in self._steps:
            self._steps[step] = self._bars.stage("checking" if step == "check" else "bringing in")
        self._steps[step](done, total)


def print_outcome(job: ImportJob) -> None:
    """Print the figures of an import and the faults of its rows."""
    from yuanjiao.organisation.importing.faults import Fault  # noqa: PLC0415 -- only after `prepare`
    from yuanjiao.organisation.models import RowOutcome  # noqa: PLC0415 -- as above

    rows = job.rows.filter(outcome=RowOutcome.WRONG).order_by("number")
    for row in rows[:SHOWN_FAULTS]:
        for fault in row.errors:
            click.echo(f"{row.number}\t{row.staff_number}\t{Fault(*fault).sentence}")
    more = job.wrong_rows - SHOWN_FAULTS
    if more > 0:
        click.echo(f"… and {more} rows more")
    click.echo(
        f"{job.new_rows} new, {job.changed_rows} changed, {job.same_rows} unchanged, {job.wrong_rows} with faults",
        err=True,
    )
