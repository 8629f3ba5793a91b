"""What every test run has: marks by folder, a scratch home that goes away, an academy to copy, the pace in one line."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from tests import databases
from tests.server.running import EMBEDDED, environment, made_once, yuanjiao

from yuanjiao.kernel import collector

TESTS = Path(__file__).resolve().parent
MARKS = {"journeys": pytest.mark.journey, "server": pytest.mark.server, "concurrency": pytest.mark.slow}
SLOW_SECONDS = 0.1
LONGEST_FIRST = ("test_wheel.py", "test_accessibility_of_academy.py", "test_accessibility.py", "test_main_job.py")
"""Files of minutes: begun last, one process would work on them while the others have nothing left."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that start servers or a browser, or race one another, are told apart by their folder alone.

    On a database server run those that ask a database; the others are seen once, with SQLite.
    """
    if connection.vendor != "sqlite":
        config.hook.pytest_deselected(items=[item for item in items if not databases.asked_by(item)])
        items[:] = [item for item in items if databases.asked_by(item)]
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in MARKS:
            item.add_marker(MARKS[folder])
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


@pytest.fixture(scope="session")
def migrated() -> Path:
    """The home of an empty academy on one machine, made once: its tables take longer than most tests."""

    def make(home: Path) -> None:
        databases.lay(home / "yuanjiao.sqlite3")
        yuanjiao("migrate", env=environment(home, **EMBEDDED))

    return made_once(databases.kept("home"), make)


def pytest_configure() -> None:
    """After a test with transactions of its own, empty the tables that hold something instead of filling all anew."""
    TransactionTestCase._fixture_teardown = databases.empty  # type: ignore[method-assign]  # Django has no setting for it


def pytest_runtest_teardown() -> None:
    """Speak the academy's language again: a request in English leaves its thread in English."""
    translation.deactivate()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep the collector off what is loaded for good, as the server does: walking it was a part of every test."""
    with collector.away():
        collected = yield
    collector.rest()
    return collected


def pytest_unconfigure() -> None:
    """Remove the scratch home that the test settings made."""
    home = Path(os.environ.get("YUANJIAO_HOME", ""))
    if home.name.startswith("yuanjiao-test-") and home.parent == Path(tempfile.gettempdir()):
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_createdb: Any, django_db_blocker: Any) -> bool:
    """Begin with the database that an earlier run has migrated, when there is one."""
    with django_db_blocker.unblock():
        return not django_db_createdb and databases.take()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep the migrated database for the next run, while nothing is in it yet."""
    with django_db_blocker.unblock():
        databases.keep()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the mean time of a unit test, what the slow ones take, and which are slow without saying so."""
    calls = [report for report in terminalreporter.getreports("passed") if report.when == "call"]
    marked = {"slow", "server", "journey"}
    by_nature = [report for report in calls if marked & set(report.keywords)]
    units = [report for report in calls if not marked & set(report.keywords)]
    mean = sum(report.duration for report in units) / max(1, len(units))
    terminalreporter.write_line(f"pace: {len(units)} unit tests, {mean * 1000:.1f} ms each on average")
    seconds = sum(report.duration for report in by_nature)
    terminalreporter.write_line(f"slow by nature: {len(by_nature)} tests, {seconds:.1f} s")
    late = [report for report in units if report.duration > SLOW_SECONDS]
    for report in sorted(late, key=lambda each: -each.duration)[:10]:
        terminalreporter.write_line(f"slow without the mark: {report.duration:.2f} s {report.nodeid}")
