"""Django's migrating, which tells how far it has come."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command

from yuanjiao.commands.telling import Count, Progress


class Migrating(Command):
    """``migrate`` with every change told once it is made."""

    def __init__(self, tell: Progress, total: int) -> None:
        super().__init__()
        self._count = Count(tell, total)

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:  # noqa: FBT001, FBT002 -- Django's signature
        """Count what has been applied."""
        super().migration_progress_callback(action, migration, fake)
        if action == "apply_success":
            self._count.more()
