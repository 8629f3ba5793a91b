"""``yuanjiao second-factor``: take a lost second factor away."""

from __future__ import annotations

from pathlib import Path

import click

from yuanjiao.commands import people, start
from yuanjiao.commands.exits import Exit


@click.command()
@click.argument("staff_number")
@start.home_option
@click.option("--reason", required=True, help="Why; it stays in the audit trail.")
@click.option("--by", required=True, metavar="STAFF_NUMBER", help="Who decided it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def command(context: click.Context, staff_number: str, home: Path | None, reason: str, by: str, yes: bool) -> None:  # noqa: FBT001 -- click passes options by position
    """Take away the second factor of STAFF_NUMBER, who has lost phone, key and recovery codes.

    Her sessions end; at her next sign-in she sets up another. Make sure that it is she who asks.
    Exit code 1 when she has none, 2 when there is no such person.
    """
    start.prepare(home)
    start.demand_database()
    reason = reason.strip()
    if not reason:
        raise click.BadParameter("say why.", param_hint="--reason")
    person, actor = people.find(staff_number, "STAFF_NUMBER"), people.find(by, "--by")
    if not yes:
        click.confirm(f"Take away the second factor of {person.staff_number} {person.full_name}?", abort=True, err=True)
    from django.utils import timezone  # noqa: PLC0415 -- only after `prepare`

    from yuanjiao.organisation.public import remove_second_factor  # noqa: PLC0415 -- as above

    removed = remove_second_factor(actor=actor, person=person, reason=reason, now=timezone.now())
    click.echo(f"{person.staff_number} {person.full_name}\tremoved: {removed}")
    context.exit(Exit.DONE if removed else Exit.FOUND)
