"""The tables of an academy in PostgreSQL, made once in a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.server.cluster import settings_of
from tests.server.running import made_once, shared_by_the_run, yuanjiao
from tools.postgres import Postgres


@pytest.fixture(scope="session")
def migrated_postgres(tmp_path_factory) -> Path:
    """The data of a PostgreSQL server with an empty academy in it; tests begin servers of their own with it."""

    def make(folder: Path) -> None:
        with Postgres() as postgres:
            yuanjiao("migrate", env=settings_of(folder, postgres.address, "http://127.0.0.1"))
            postgres.keep(folder)

    return made_once(shared_by_the_run(tmp_path_factory) / "migrated-postgres", make) / "data"
