"""``yuanjiao rebuild-search``: index every course anew."""

from __future__ import annotations

from pathlib import Path

import click

from yuanjiao.commands import start
from yuanjiao.commands.exits import Exit
from yuanjiao.commands.telling import Bars


@click.command()
@start.home_option
def command(home: Path | None) -> None:
    """Index every course anew, a few at a time, while the academy runs.

    Needed only after a dictionary or the program's way of cutting words has changed: editors' changes
    are indexed as they are saved.
    """
    start.prepare(home)
    start.demand_database()
    from yuanjiao.catalogue.public import rebuild_search  # noqa: PLC0415 -- only after `prepare`

    with Bars() as bars:
        tell = bars.stage("courses indexed")
        for done, total in rebuild_search():
            tell(done, total)
    raise SystemExit(Exit.DONE)
