"""``yuanjiao requirement``: what a year requires of each post level; shown, or put in force anew."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yuanjiao.commands import people, start
from yuanjiao.commands.exits import Exit, Stop
from yuanjiao.commands.telling import Bars

if TYPE_CHECKING:
    from yuanjiao.kernel.models import BackgroundJob

MOST_CREDITS = 10_000


class Credits(click.ParamType[int]):
    """Credits with at most two decimals, taken as whole hundredths."""

    name = "credits"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The hundredths; what is a whole number already has been converted before."""
        hundredths = value if isinstance(value, int) else hundredths_of(value)
        if hundredths is None:
            sentence = f"{value!r} is not a number of credits: 0 to {MOST_CREDITS}, at most two decimals."
            self.fail(sentence, param, ctx)
        return hundredths


def hundredths_of(text: str) -> int | None:
    """Credits as whole hundredths; none when the text is no number of credits."""
    try:
        exact = Decimal(text) * 100
    except InvalidOperation:
        return None
    fits = exact.is_finite() and 0 <= exact <= MOST_CREDITS * 100 and exact == int(exact)
    return int(exact) if fits else None


@click.command()
@start.home_option
@click.option("--year", type=click.IntRange(2000, 2999), help="The year; the running one by default.")
@click.option("--level", "levels", multiple=True, help="A post level's code, such as 141; may be given several times.")
@click.option("--total", type=Credits(), help="Credits that the year requires, such as 50 or 37.5.")
@click.option("--required", type=Credits(), help="How many of them required courses must earn.")
@click.option("--carry-over", type=Credits(), default=0, help="Surplus of the year before that counts, at most; 0.")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day in force; by default at once.")
@click.option("--by", metavar="STAFF_NUMBER", help="Who decided it; without it the installation stands in the audit.")
def command(  # noqa: PLR0917 -- click passes options by position
    home: Path | None,
    year: int | None,
    levels: tuple[str, ...],
    total: int | None,
    required: int | None,
    carry_over: int,
    since: datetime | None,
    by: str | None,
) -> None:
    """Show what a year requires of each post level, or put a new version in force.

    Without --level, --total and --required it lists the versions in force. A new version never changes
    what was earned; whether it is enough is asked anew, with a bar where many are asked. A first day that
    is still to come is possible for a coming year. Exit code 2 when a part is missing, 3 when the version
    is refused.
    """
    start.prepare(home)
    start.demand_database()
    from django.utils import timezone  # noqa: PLC0415 -- only after `prepare`

    year = year or timezone.localdate().year
    if levels or total is not None or required is not None or since is not None:
        if not levels or total is None or required is None:
            raise click.UsageError("A new version needs --level, --total and --required.")
        publish(year, levels, (total, required, carry_over), since, by)
    show(year)


def publish(
    year: int, levels: tuple[str, ...], parts: tuple[int, int, int], since: datetime | None, by: str | None
) -> None:
    """Put a version in force for every level named, or for none.

    :param parts: total, required, and what may be carried over at most, in hundredths of a credit.
    :raises BadParameter: when a level or person does not exist.
    :raises Stop: (3) when the version is refused.
    """
    from django.utils import timezone  # noqa: PLC0415 -- only after `prepare`

    from yuanjiao.credits import public as books  # noqa: PLC0415 -- as above
    from yuanjiao.organisation.models.person import PostLevel  # noqa: PLC0415 -- as above
    from yuanjiao.organisation.public import OutOfScope  # noqa: PLC0415 -- as above

    for level in levels:
        if level not in PostLevel.values:
            known = ", ".join(f"{code} {name}" for code, name in PostLevel.choices)
            sentence = f"{level} is no post level. There are: {known}."
            raise click.BadParameter(sentence, param_hint="--level")
    actor = people.find(by, "--by") if by else None
    try:
        published = books.publish_requirements(
            actor=actor,
            year=year,
            post_levels=levels,
            total_hundredths=parts[0],
            required_hundredths=parts[1],
            carry_over_hundredths=parts[2],
            valid_from=timezone.make_aware(since) if since else None,
            now=timezone.now(),
        )
    except (
        books.RequiredExceedsTotal,
        books.CarryOverExceedsElective,
        books.BeginsTooLate,
        books.BeginsTooEarly,
        OutOfScope,
    ) as error:
        raise Stop(Exit.NOT_READY, str(error)) from error
    if published.job:
        hold(published.job)


def hold(job: BackgroundJob) -> None:
    """Hold everyone to the version with a bar; broken off, the worker finds the job in its queue and finishes it.

    :raises Stop: (3) when it came to no end.
    """
    from yuanjiao.kernel.jobs import run_here  # noqa: PLC0415 -- only after `prepare`
    from yuanjiao.kernel.models import JobState  # noqa: PLC0415 -- as above

    with Bars() as bars:
        run_here(job.pk, bars.stage("holding learners to it"))
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise Stop(Exit.NOT_READY, f"The version is in force, but not everyone is held to it. {job.message}")


def show(year: int) -> None:
    """Print the versions of a year, a post level a line: code, total, required, version, first day, name."""
    from django.utils import timezone  # noqa: PLC0415 -- only after `prepare`

    from yuanjiao.credits.public import date_of, versions_in_force  # noqa: PLC0415 -- as above

    click.echo(f"{year}: level, credits in all, of them required, version, in force since", err=True)
    for row in versions_in_force(year, timezone.now()):
        version = f"{row.due.version}\t{date_of(row.since)}" if row.since else "default\t"
        total, required = row.due.total_hundredths / 100, row.due.required_hundredths / 100
        carried = (
            f"\tcarries over up to {row.due.carry_over_hundredths / 100:.2f}" if row.due.carry_over_hundredths else ""
        )
        click.echo(f"{row.post_level}\t{total:.2f}\t{required:.2f}\t{version}\t{row.name}{carried}")
