"""``yuanjiao reverse``: take a credit back by a second entry, with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yuanjiao.commands import people, start
from yuanjiao.commands.exits import Exit, Stop

if TYPE_CHECKING:
    from yuanjiao.credits.models import LedgerEntry
    from yuanjiao.organisation.models import Person


@click.command()
@click.argument("staff_number")
@click.argument("sequence", type=click.IntRange(min=1))
@start.home_option
@click.option("--reason", required=True, help="Why; it stays in the learner's record.")
@click.option("--by", required=True, metavar="STAFF_NUMBER", help="Who decided it; a role of hers must allow it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(staff_number: str, sequence: int, home: Path | None, reason: str, by: str, yes: bool) -> None:  # noqa: FBT001 -- click passes options by position
    """Take back the credit of entry SEQUENCE in the record of STAFF_NUMBER.

    Nothing is deleted: a second entry takes the credit back in the year that it counted for. The number
    stands in the address of the entry's page, /record/SEQUENCE/.
    Exit code 2 when there is no such person or entry, 3 when the credit cannot be taken back.
    """
    start.prepare(home)
    start.demand_database()
    reason = reason.strip()
    if not reason:
        raise click.BadParameter("say why.", param_hint="--reason")
    learner, actor = people.find(staff_number, "STAFF_NUMBER"), people.find(by, "--by")
    entry = find_entry(learner, sequence)
    click.echo(line_of(learner, entry))
    if not yes:
        click.confirm("Take this credit back?", abort=True, err=True)
    click.echo(line_of(learner, run(actor, entry, reason)))


def find_entry(learner: Person, sequence: int) -> LedgerEntry:
    """One entry of a learner's ledger.

    :raises BadParameter: when there is none of this number.
    """
    from yuanjiao.credits.public import entries_of  # noqa: PLC0415 -- only after `prepare`

    entry = entries_of(learner.pk).filter(sequence=sequence).first()
    if entry is None:
        sentence = f"{learner.staff_number} has no entry {sequence}."
        raise click.BadParameter(sentence, param_hint="SEQUENCE")
    return entry


def line_of(learner: Person, entry: LedgerEntry) -> str:
    """An entry in one line: whose, number, day, year, credits, title."""
    from yuanjiao.credits.public import date_of  # noqa: PLC0415 -- only after `prepare`

    credit = f"{entry.hundredths / 100:+.2f}"
    whose = f"{learner.staff_number} {learner.full_name}"
    return f"{whose}\t{entry.sequence}\t{date_of(entry.at)}\t{entry.year}\t{credit}\t{entry.title}"


def run(actor: Person, entry: LedgerEntry, reason: str) -> LedgerEntry:
    """Reverse the entry; gives the reversal.

    :raises Stop: (3) when it is a reversal, has been taken back, or is outside the actor's scope.
    """
    from django.utils import timezone  # noqa: PLC0415 -- only after `prepare`

    from yuanjiao.credits.public import AlreadyReversed, NotReversible, reverse  # noqa: PLC0415 -- as above
    from yuanjiao.organisation.public import OutOfScope  # noqa: PLC0415 -- as above

    try:
        return reverse(actor=actor, entry=entry, reason=reason, now=timezone.now())
    except (AlreadyReversed, NotReversible, OutOfScope) as error:
        raise Stop(Exit.NOT_READY, str(error)) from error
