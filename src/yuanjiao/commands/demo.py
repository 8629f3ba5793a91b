"""``yuanjiao demo``: an academy with made-up people and real lectures, on this machine only."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from pathlib import Path

import click

from yuanjiao.commands import address, start
from yuanjiao.commands.exits import Exit, Stop
from yuanjiao.commands.telling import Bars

DEFAULT_HOME = Path("var/demonstration")
HOST = "127.0.0.1"
CITY_COMPLETIONS = 8


@click.command()
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_HOME,
    show_default=True,
    help="The folder of the demonstration; remove it to begin anew.",
)
@click.option("--learners", type=click.IntRange(3, 2_000_000), default=2000, show_default=True, help="How many people.")
@click.option("--completions", type=click.IntRange(1, 60), help="Mean of completed courses a learner [33; city: 8].")
@click.option("--courses", type=click.IntRange(min=1), help="How many of the courses [all].")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed gives other people.")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the story ends [today].")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--no-serve", is_flag=True, help="Build it only.")
def command(  # noqa: PLR0917 -- one for each option
    home: Path,
    learners: int,
    completions: int | None,
    courses: int | None,
    seed: int,
    on: datetime | None,
    port: int,
    no_serve: bool,  # noqa: FBT001 -- click passes options by position
) -> None:
    """Build a demonstration academy and run it, on this machine only.

    The first start makes people, courses and one film; the worker films the other lectures while you
    look around. An interrupted start is carried on, a later start runs at once. With 10,000 learners or
    more it is a city for measuring: credits with their watches, without sessions and opinions.
    """
    if not no_serve:
        address.demand_free(HOST, port)
    start.prepare(
        home,
        YUANJIAO_DEMONSTRATION="on",
        YUANJIAO_SECOND_FACTOR="off",
        YUANJIAO_PUBLIC_ADDRESS=f"http://{HOST}:{port}",
    )
    if not no_serve:
        start.demand_front_end()
    build(home.resolve(), learners=learners, completions=completions, courses=courses, seed=seed, on=on)
    print_sign_ins(port)
    if not no_serve:
        sys.stdout.flush()
        words = ["serve", "--host", HOST, "--port", str(port)]
        # A fresh process, so that the server begins without what building has left in memory.
        os.execv(sys.executable, [sys.executable, "-m", "yuanjiao.cli", *words])  # noqa: S606 -- our own command


def build(
    home: Path, *, learners: int, completions: int | None, courses: int | None, seed: int, on: datetime | None
) -> None:
    """Build what is not built yet.

    :raises Stop: when the folder holds something else, or a part of the program is missing.
    """
    from django.utils import timezone  # noqa: PLC0415 -- only after `prepare`

    from yuanjiao.demonstration import build as building  # noqa: PLC0415 -- as above
    from yuanjiao.demonstration.lectures.film import FilmNotMade  # noqa: PLC0415 -- as above
    from yuanjiao.demonstration.lectures.speech import SpeechUnavailable  # noqa: PLC0415 -- as above
    from yuanjiao.demonstration.plan import CITY_FROM, Plan  # noqa: PLC0415 -- as above
    from yuanjiao.kernel.fonts import FontMissing  # noqa: PLC0415 -- as above

    today = on.date() if on else timezone.localdate()
    usual = CITY_COMPLETIONS if learners >= CITY_FROM else Plan.completions
    plan = Plan(learners, seed, today, completions or usual, courses or Plan.courses)
    started = time.monotonic()
    try:
        state = building.begin(home, plan, fresh=not start.has_tables())
        with Bars() as bars:
            start.migrate(bars.stage("database"))
            building.run(state, home, timezone.now(), bars.stage)
    except (building.OtherDemonstration, building.NotADemonstration) as error:
        raise Stop(Exit.NOT_READY, str(error)) from error
    except (FilmNotMade, FontMissing, SpeechUnavailable) as error:
        raise Stop(Exit.PART_MISSING, str(error)) from error
    click.echo(f"  {time.monotonic() - started:6.1f} s  in all", err=True)


def print_sign_ins(port: int) -> None:
    """Say where the demonstration is and who can sign in."""
    from yuanjiao.demonstration import signins  # noqa: PLC0415 -- only after `prepare`

    click.echo(f"\nThe demonstration academy: http://{HOST}:{port}/  (this machine only; everything in it is made up)")
    click.echo(f"Password of everyone: {signins.PASSWORD}\n")
    for each in signins.ALL:
        click.echo(f"  {each.staff_number:16} http://{HOST}:{port}{each.page:17} {each.said}")
    click.echo()
