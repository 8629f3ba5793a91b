"""Inserting many rows at the speed of the database: COPY on PostgreSQL, one prepared statement on SQLite.

`bulk_create` builds a model object and a statement text for every batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def table_of(model: type[models.Model]) -> str:
    """The quoted name of a model's table."""
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 -- Django documents `_meta`


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of plain values, in the order of the columns, inside the caller's transaction.

    Moments and JSON must come as the database stores them (`moment`, text); defaults are not applied.
    """
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    table = table_of(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # COPY passes Django's own cursor by, and with it the translation of the driver's errors.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608 -- names of our own


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Update rows by their number, which is each row's last value."""
    quote = connection.ops.quote_name
    settings = ", ".join(f"{quote(column)} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table_of(model)} SET {settings} WHERE id = %s", rows)  # noqa: S608 -- as above


def moment(value: Any) -> Any:
    """A moment as the database's driver takes it."""
    return connection.ops.adapt_datetimefield_value(value)


def day(value: Any) -> Any:
    """A day as the database's driver takes it."""
    return connection.ops.adapt_datefield_value(value)
