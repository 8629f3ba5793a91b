"""What every command does first: environment, settings, database."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from yuanjiao.commands.exits import Exit, Stop
from yuanjiao.commands.telling import Progress, unseen
from yuanjiao.kernel import collector
from yuanjiao.settings.environment import MalformedSetting

home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds everything this installation writes (also: YUANJIAO_HOME).",
)


def prepare(home: Path | None = None, **environment: str) -> None:
    """Set the environment, read the settings and set Django up.

    :raises Stop: (3) when a setting is missing or malformed or the home cannot be written.
    """
    if home is not None:
        os.environ["YUANJIAO_HOME"] = str(home)
    for name, value in environment.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanjiao.settings.embedded")
    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except MalformedSetting as error:
        raise Stop(Exit.NOT_READY, f"A setting is wrong: {error}.") from error
    except ModuleNotFoundError as error:
        raise Stop(Exit.NOT_READY, f"DJANGO_SETTINGS_MODULE names no settings: {error}.") from error
    except OSError as error:
        sentence = f"The home folder cannot be used: {error}. Choose another with --home or YUANJIAO_HOME."
        raise Stop(Exit.NOT_READY, sentence) from error
    import django  # noqa: PLC0415 -- only after the environment is set

    django.setup()
    collector.rest()


def setting(name: str) -> Any:
    """One of Django's settings."""
    from django.conf import settings  # noqa: PLC0415 -- only after the environment is set

    return getattr(settings, name)


def unapplied() -> int:
    """How many migrations the database lacks.

    :raises Stop: (3) when the database cannot be reached.
    """
    from django.db import DatabaseError, connection  # noqa: PLC0415 -- only after `prepare`
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- as above

    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise Stop(Exit.NOT_READY, f"The database does not answer: {error}") from error


def migrate(tell: Progress = unseen) -> None:
    """Bring the database and its cache table up to this program.

    :param tell: hears of every change of the database once it is made.
    :raises Stop: (3) when the database cannot be reached.
    """
    from django.core.management import call_command  # noqa: PLC0415 -- only after `prepare`
    from django.db import DatabaseError  # noqa: PLC0415 -- as above

    from yuanjiao.commands.migrating import Migrating  # noqa: PLC0415 -- as above

    try:
        call_command(Migrating(tell, unapplied()), interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    except DatabaseError as error:
        raise Stop(Exit.NOT_READY, f"The database cannot be prepared: {error}") from error


def demand_database() -> None:
    """Stop unless the database is up to this program; a fresh one on one machine is prepared at once.

    :raises Stop: (3) when migrations are missing.
    """
    missing = unapplied()
    if not missing:
        return
    database = setting("DATABASES")["default"]
    if "sqlite" in database["ENGINE"] and not has_tables():
        click.echo("A new academy: preparing its database …")
        migrate()
        return
    raise Stop(Exit.NOT_READY, f"The database lacks {missing} changes of this program. Run: yuanjiao migrate")


def has_tables() -> bool:
    """Whether anything is in the database yet."""
    from django.db import connection  # noqa: PLC0415 -- only after `prepare`

    return bool(connection.introspection.table_names())


def demand_front_end() -> None:
    """Stop unless styles and scripts have been built.

    :raises Stop: (4) when they have not.
    """
    if not (setting("FRONTEND") / "manifest.json").is_file():
        raise Stop(Exit.PART_MISSING, "The front end has not been built. Run: make frontend")
