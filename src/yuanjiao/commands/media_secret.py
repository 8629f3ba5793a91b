"""``yuanjiao media-secret``: print the text that nginx needs to check media paths."""

from __future__ import annotations

from pathlib import Path

import click

from yuanjiao.commands import start
from yuanjiao.settings import environment as variables


@click.command()
@start.home_option
def command(home: Path | None) -> None:
    """Print the secret of media paths, for site.conf of nginx or YUANJIAO_MEDIA_SECRET of the compose file.

    It follows from YUANJIAO_SECRET: run it with the settings of a node. No database is needed.
    """
    start.prepare(home)
    from yuanjiao.media import paths  # noqa: PLC0415 -- only after `prepare`

    for path in variables.made_secrets():
        click.echo(f"{path} was made just now. If the academy serves another home, nginx needs that one's.", err=True)
    click.echo(paths.secret(start.setting("SECRET_KEY")))
