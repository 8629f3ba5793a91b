"""``yuanjiao import-people``: check a file of people, or bring it in."""

from __future__ import annotations

import os
from itertools import count
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
@click.option(
    "--codes",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --apply: where the new people's one-time codes go; by default beside the file, never over another.",
)
def command(file: Path, home: Path | None, apply: bool, accept_faults: bool, codes: Path | None) -> None:  # noqa: FBT001 -- click passes options by position
    """Check a file of people (.xlsx, .xls, .ods, .csv), row by row, or bring it in.

    A row with a known staff number changes that person, so the same file may be imported again. New people's
    one-time codes go to an Excel file that only you may read. Exit code 1 when rows have faults, 3 when the file
    cannot be read.
    """
    start.prepare(home)
    start.demand_database()
    from django.utils import translation  # noqa: PLC0415 -- only after `prepare`

    wanted = codes or file.with_suffix(".codes.xlsx")
    # The faults are sentences of the pages; here they stand among those of a command.
    with translation.override("en"):
        code = run(file, apply=apply, accept_faults=accept_faults, codes=wanted)
    raise SystemExit(code)


def run(file: Path, *, apply: bool, accept_faults: bool, codes: Path) -> Exit:
    """Check or import the file and print what came of it; the command's code."""
    from django.utils import timezone  # noqa: PLC0415 -- only after `prepare`

    from yuanjiao.organisation import public as organisation  # noqa: PLC0415 -- as above

    system, now = organisation.Scope.of_system(), timezone.now()
    brought = apply
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
        job, brought = error.job, False
        click.echo(str(error), err=True)
    print_outcome(job)
    if brought and job.new_rows:
        click.echo(f"Their one-time codes: {write_codes(job, codes)}", err=True)
    return Exit.FOUND if job.wrong_rows else Exit.DONE


def write_codes(job: ImportJob, wanted: Path) -> Path:
    """Write the codes of an import for this user alone to read; where they are.

    :raises Stop: (3) when the folder takes no file: the people are in, and their codes may be written elsewhere.
    """
    from django.utils import timezone, translation  # noqa: PLC0415 -- only after `prepare`

    from yuanjiao.organisation import public as organisation  # noqa: PLC0415 -- as above
    from yuanjiao.organisation.importing.results import codes_workbook  # noqa: PLC0415 -- as above

    with translation.override(start.setting("LANGUAGE_CODE")):
        content = codes_workbook(job)  # it goes to people, not to the operator
    organisation.record_codes_download(actor=organisation.Scope.of_system(), job=job, now=timezone.now())
    for number in count(1):
        path = wanted if number == 1 else wanted.with_stem(f"{wanted.stem}-{number}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            sentence = (
                f"The people are in, but their one-time codes could not be written: {error}. Give them codes anew."
            )
            raise Stop(Exit.NOT_READY, sentence) from error
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        return path
    raise AssertionError("the numbers never end")


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
