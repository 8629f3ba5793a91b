"""An installation that is made once in a run, because making its tables takes longer than most tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.server.running import environment, yuanjiao


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    """The home of an empty academy on one machine; tests copy it."""
    home = tmp_path_factory.mktemp("migrated")
    yuanjiao("migrate", env=environment(home, DJANGO_SETTINGS_MODULE="yuanjiao.settings.embedded"))
    return home
