"""The coverage table names every requirement, says how far it is, and points at tests that exist."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from tests.architecture.source import ROOT

WANTED = [f"A{n}" for n in range(1, 21)] + [f"B{n}" for n in range(1, 17)] + [f"C{n}" for n in range(1, 12)]


class Row(NamedTuple):
    """One requirement's row."""

    id: str
    what: str
    state: str
    where: str
    test: str


def rows() -> list[Row]:
    """The rows of the table."""
    lines = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| [ABC]\d", line)]
    return [Row(*row) for row in cells]


def test_every_requirement_has_one_row():
    assert [row.id for row in rows()] == WANTED


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_row_says_how_far_it_is_and_what_shows_it(row):
    assert row.state in {"done", "part", "not yet"}
    tests = re.findall(r"`(tests/[^`]+)`", row.test)
    assert [test for test in tests if not (ROOT / test.split("::")[0]).exists()] == []
    if row.state == "done":
        assert row.where
        assert tests
