"""Writing the projections: unit standings and histograms of every unit above a learner (A14).

Every caller holds the lock of the learners concerned. The rows of the academy's root are contended by
all, so unit standings are written first and topmost first: whoever holds the root's row may take the
rest in any order, and nobody waits in a circle.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from yuanjiao.organisation.public import lineage

ROWS_A_STATEMENT = 900

UPSERT_UNITS = """
INSERT INTO credits_unitstanding (unit_id, year, people, started, met, hundredths) VALUES {rows}
ON CONFLICT (unit_id, year) DO UPDATE SET
    people = credits_unitstanding.people + excluded.people,
    started = credits_unitstanding.started + excluded.started,
    met = credits_unitstanding.met + excluded.met,
    hundredths = credits_unitstanding.hundredths + excluded.hundredths
"""
TAKE_FROM_BUCKETS = """
UPDATE credits_credithistogram SET people = people - taken.column4
FROM (VALUES {rows}) AS taken
WHERE unit_id = taken.column1 AND year = taken.column2 AND hundredths = taken.column3
"""
PUT_IN_BUCKETS = """
INSERT INTO credits_credithistogram (unit_id, year, hundredths, people) VALUES {rows}
ON CONFLICT (unit_id, year, hundredths) DO UPDATE SET
    people = credits_credithistogram.people + excluded.people
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """How one learner counts in the units above her."""

    hundredths: int
    met: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A change of how one learner counts: where and how before, where and how after (none: not counted)."""

    year: int
    before: tuple[str, Figure] | None
    after: tuple[str, Figure] | None


def post(moves: Iterable[Move], numbers: dict[str, int] | None = None) -> None:
    """Write what the moves change, in three statements for each thousand rows; no change, no statement.

    :param numbers: of all units concerned by their paths; looked up when not given.
    """
    units: defaultdict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    buckets: Counter[tuple[str, int, int]] = Counter()
    for move in moves:
        for side, sign in ((move.before, -1), (move.after, 1)):
            if side is not None:
                _add(units, buckets, side, move.year, sign)
    changed_units = {key: deltas for key, deltas in units.items() if any(deltas)}
    changed_buckets = {key: people for key, people in buckets.items() if people}
    if not changed_units and not changed_buckets:
        return
    numbers = numbers or unit_numbers({key[0] for key in changed_units} | {key[0] for key in changed_buckets})
    _execute(UPSERT_UNITS, [(numbers[path], year, *changed_units[path, year]) for path, year in sorted(changed_units)])
    taken = [(key, -people) for key, people in sorted(changed_buckets.items()) if people < 0]
    put = [(key, people) for key, people in sorted(changed_buckets.items()) if people > 0]
    _execute(TAKE_FROM_BUCKETS, [(numbers[path], year, bucket, people) for (path, year, bucket), people in taken])
    _execute(PUT_IN_BUCKETS, [(numbers[path], year, bucket, people) for (path, year, bucket), people in put])


def unit_numbers(paths: Iterable[str]) -> dict[str, int]:
    """The numbers of units by their tree paths; one query for each thousand."""
    wanted = sorted(paths)
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), ROWS_A_STATEMENT):
            part = wanted[start : start + ROWS_A_STATEMENT]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"SELECT path, id FROM organisation_unit WHERE path IN ({marks})", part)  # noqa: S608 -- marks
            found.update(cursor.fetchall())
    return found


def _add(
    units: defaultdict[tuple[str, int], list[int]],
    buckets: Counter[tuple[str, int, int]],
    side: tuple[str, Figure],
    year: int,
    sign: int,
) -> None:
    unit_path, figure = side
    for path in lineage(unit_path):
        deltas = units[path, year]
        deltas[0] += sign
        deltas[1] += sign * (figure.hundredths > 0)
        deltas[2] += sign * figure.met
        deltas[3] += sign * figure.hundredths
        buckets[path, year, figure.hundredths] += sign


def _execute(statement: str, rows: Sequence[tuple[int, ...]]) -> None:
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        part = rows[start : start + ROWS_A_STATEMENT]
        # Whole numbers only, made by this module: written into the statement, they keep one plan and no limit.
        values = ", ".join("(" + ", ".join(map(str, map(int, row))) + ")" for row in part)
        with connection.cursor() as cursor:
            cursor.execute(statement.format(rows=values))
