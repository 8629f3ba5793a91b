"""Writing many rows of one table: the columns that vary, and the defaults of all others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from yuanjiao.organisation.bulk import insert_rows

Row = tuple[Any, ...]


class Table:
    """A model's table with the columns that vary; rows gather until they are written."""

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        self._model = model
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]  # noqa: SLF001 -- Django documents `_meta`
        constant = [field for field in fields if field.attname not in columns]
        self._columns = [*columns, *(str(field.column) for field in constant)]
        self._constants = tuple(field.get_db_prep_save(field.get_default(), connection) for field in constant)
        self._moments_as_text = connection.vendor == "sqlite"
        self._rows: list[Row] = []

    def add(self, *values: Any) -> None:
        """Gather one row; moments may be given as such, in UTC."""
        if self._moments_as_text:
            # What Django's own adapter gives for UTC, at a tenth of its price: it is asked half a million times.
            values = tuple(str(value)[:-6] if isinstance(value, datetime) else value for value in values)
        self._rows.append(values + self._constants)

    def write(self) -> int:
        """Write what has gathered; how many rows that were."""
        rows, self._rows = self._rows, []
        if rows:
            insert_rows(self._model, self._columns, rows)
        return len(rows)
