"""What every command does first: environment, settings, database."""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from yuanjiao.commands.exits import Exit, Stop
from yuanjiao.commands.telling import Progress, unseen
from yuanjiao.kernel import collector
from yuanjiao.kernel.lines import in_one_line
from yuanjiao.settings import environment as variables
from yuanjiao.settings.environment import MalformedSetting

LEAST_ROOM = 1024 * 1024
"""Bytes; below it SQLite cannot even open its log."""

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

    with collector.away():
        django.setup()
    collector.rest()
    demand_parts()
    tell_of_a_lost_secret()


def tell_of_a_lost_secret() -> None:
    """Say so when an academy had no secret any more and got another."""
    database = Path(str(setting("DATABASES")["default"]["NAME"]))
    for path in variables.made_secrets():
        if database.is_absolute() and database.is_file():
            sentence = (
                f"{path} was missing; another was made. Everybody signs in again, and one-time codes that were not "
                "used yet must be given out anew. If the old one is in a backup, stop the program and bring it back."
            )
            click.echo(sentence, err=True)


def demand_parts() -> None:
    """Stop unless what the settings name can be loaded: the messenger, and the library of buckets.

    :raises Stop: (3) when the messenger is no class of this installation, (4) when the library is missing.
    """
    from django.utils.module_loading import import_string  # noqa: PLC0415 -- only after the environment is set

    name = setting("MESSENGER")
    try:
        import_string(name)
    except ImportError as error:
        raise Stop(Exit.NOT_READY, f"A setting is wrong: YUANJIAO_MESSENGER={name!r} is no class: {error}.") from error
    if "storages" in setting("STORAGES")["media"]["BACKEND"] and find_spec("storages") is None:
        sentence = "YUANJIAO_S3_BUCKET needs a library that is not here. Run: pip install 'django-storages[s3]'"
        raise Stop(Exit.PART_MISSING, sentence)


def name_unread() -> None:
    """Say which of our variables no setting reads, so that a misspelt one is not looked for all day."""
    for name in variables.unread():
        profile = os.environ["DJANGO_SETTINGS_MODULE"]
        click.echo(f"{name} is set, but {profile} has no such setting; it changes nothing.", err=True)


def setting(name: str) -> Any:
    """One of Django's settings."""
    from django.conf import settings  # noqa: PLC0415 -- only after the environment is set

    return getattr(settings, name)


def unapplied() -> int:
    """How many migrations the database lacks.

    :raises Stop: (3) when the database cannot be reached, or holds changes of another program.
    """
    from django.db import DatabaseError, connection  # noqa: PLC0415 -- only after `prepare`
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- as above

    try:
        executor = MigrationExecutor(connection)
        loader = executor.loader
        demand_own_changes(set(loader.applied_migrations or ()) - set(loader.disk_migrations or ()))
        return len(executor.migration_plan(loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise Stop(Exit.NOT_READY, f"{full_or('The database does not answer')}: {in_one_line(error)}") from error


def full_or(sentence: str) -> str:
    """What to say of a database that fails: SQLite calls a full disk an error of the disk."""
    home: Path = setting("HOME")
    full = setting("PROFILE") == "embedded" and shutil.disk_usage(home).free < LEAST_ROOM
    return f"The disk of {home} is full" if full else sentence


def demand_own_changes(unknown: set[tuple[str, str]]) -> None:
    """Stop when another version of this program has changed the database: this one would write what that one misreads.

    :param unknown: changes in the database that are none of this program's.
    :raises Stop: (3) when there are any in our own tables; libraries may fold theirs together.
    """
    from django.apps import apps  # noqa: PLC0415 -- only after `prepare`

    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("yuanjiao.")}
    strange = sorted(f"{label}.{name}" for label, name in unknown if label in ours)
    if strange:
        raise Stop(
            Exit.NOT_READY,
            f"Another version of this program has changed the database ({', '.join(strange)}). Install that version, "
            "or restore the backup that was made before it.",
        )


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
        raise Stop(Exit.NOT_READY, f"{full_or('The database cannot be prepared')}: {in_one_line(error)}") from error


def demand_writable() -> None:
    """Stop unless this user may write the home and the files of its database.

    Whoever calls one command as root, on a home that belongs to the service, leaves files that the service cannot open.

    :raises Stop: (3) naming the first that is not hers.
    """
    home: Path = setting("HOME")
    files = home.glob("*.sqlite3*") if setting("PROFILE") == "embedded" else ()
    for path in (home, *sorted(files)):
        if not os.access(path, os.R_OK | os.W_OK):
            user = os.geteuid()
            sentence = f"User number {user} may not write {path}. Call it as the academy's user, or give her the file."
            raise Stop(Exit.NOT_READY, sentence)


def demand_database(*, new: bool = False, only_read: bool = False) -> None:
    """Stop unless the database is up to this program.

    :param new: whether the command may begin an academy: on one machine an empty database is then prepared at once.
        Any other would find nothing in a folder that was named by mistake, and an audit would find nothing wrong.
    :param only_read: whether the command writes nothing, and may look at what is another's.
    :raises Stop: (3) when migrations are missing, or the home cannot be written.
    """
    if not only_read:
        demand_writable()
    missing = unapplied()
    if not missing:
        return
    if not has_tables():
        if setting("PROFILE") != "embedded":
            sentence = "There is no academy yet in the database of YUANJIAO_DATABASE. Run: yuanjiao migrate"
            raise Stop(Exit.NOT_READY, sentence)
        if not new:
            sentence = f"There is no academy yet in {setting('HOME')}. If YUANJIAO_HOME is right, run: yuanjiao migrate"
            raise Stop(Exit.NOT_READY, sentence)
        click.echo("A new academy: preparing its database …", err=True)
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
