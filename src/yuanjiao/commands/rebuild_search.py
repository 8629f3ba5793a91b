"""``yuanjiao rebuild-search``: index every course, book and article anew."""

from __future__ import annotations

from pathlib import Path

import click

from yuanjiao.commands import start
from yuanjiao.commands.exits import Exit
from yuanjiao.commands.telling import Bars


@click.command()
@start.home_option
def command(home: Path | None) -> None:
    """Index every course, book and article anew, a few at a time, while the academy runs.

    Needed only after a dictionary or the program's way of cutting words has changed: editors' changes
    are indexed as they are saved.
    """
    start.prepare(home)
    start.demand_database()
    from yuanjiao.catalogue.public import rebuild_search  # noqa: PLC0415 -- only after `prepare`
    from yuanjiao.library.public import rebuild_search as rebuild_library  # noqa: PLC0415 -- as above

    with Bars() as bars:
        for stage, work in (("courses indexed", rebuild_search), ("books and articles indexed", rebuild_library)):
            tell = bars.stage(stage)
            for done, total in work():
                tell(done, total)
    raise SystemExit(Exit.DONE)
