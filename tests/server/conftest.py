"""The tables of an academy in PostgreSQL, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import databases
from tests.server.cluster import settings_of
from tests.server.running import made_once, yuanjiao
from tools.postgres import Postgres


@pytest.fixture(scope="session")
def migrated_postgres() -> Path:
    """The data of a PostgreSQL server with an empty academy in it; tests begin servers of their own with it."""

    def make(folder: Path) -> None:
        with Postgres() as postgres:
            databases.pour(postgres.address)
            yuanjiao("migrate", env=settings_of(folder, postgres.address, "http://127.0.0.1"))
            postgres.keep(folder)

    return made_once(databases.kept("cluster"), make) / "data"
