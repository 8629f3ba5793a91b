"""Adding an index to a table that is in use."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddIndex


class AddIndexBeside(AddIndex):
    """Adds an index; on PostgreSQL without keeping writers waiting, so the migration must not be atomic."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the index."""
        self._fit(schema_editor).database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take it away."""
        self._fit(schema_editor).database_backwards(app_label, schema_editor, from_state, to_state)

    def _fit(self, schema_editor: Any) -> AddIndex:
        kind = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else AddIndex
        return kind(self.model_name, self.index)
