"""What every test run has: marks by folder, a scratch home that goes away, and the pace of the run in one line."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
MARKS = {"journeys": pytest.mark.journey, "server": pytest.mark.server, "concurrency": pytest.mark.server}
SLOW_SECONDS = 0.1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that start servers or a browser are told apart by their folder."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in MARKS:
            item.add_marker(MARKS[folder])


def pytest_unconfigure() -> None:
    """Remove the scratch home that the test settings made."""
    home = Path(os.environ.get("YUANJIAO_HOME", ""))
    if home.name.startswith("yuanjiao-test-") and home.parent == Path(tempfile.gettempdir()):
        shutil.rmtree(home, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the mean time of a test, and which ones are slow without saying so."""
    calls = [report for report in terminalreporter.getreports("passed") if report.when == "call"]
    if not calls:
        return
    mean = sum(report.duration for report in calls) / len(calls)
    terminalreporter.write_line(f"pace: {len(calls)} tests, {mean * 1000:.1f} ms each on average")
    marked = {"slow", "server", "journey"}
    late = [report for report in calls if report.duration > SLOW_SECONDS and not marked & set(report.keywords)]
    for report in sorted(late, key=lambda each: -each.duration)[:10]:
        terminalreporter.write_line(f"slow without the mark: {report.duration:.2f} s {report.nodeid}")
