"""Entering many lines at once: the same chain, standings and books as one by one, in few statements.

For what arrives in heaps: a year brought over from another system, a demonstration, a station's weeks.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from yuanjiao.credits import books
from yuanjiao.credits.chain import COLUMNS, GENESIS, link
from yuanjiao.credits.enrolment import hold_again, meets, open_account, place_of
from yuanjiao.credits.ledger import MOVED, REQUIRED, Line
from yuanjiao.credits.models import EntryKind, LedgerEntry, Standing
from yuanjiao.credits.years import exact_text

INSERT = (
    f"INSERT INTO credits_ledgerentry ({', '.join(COLUMNS)}, previous_hash, hash) "  # noqa: S608 -- own columns
    f"VALUES ({', '.join(['%s'] * (len(COLUMNS) + 2))})"
)
MOVE = f"UPDATE credits_standing SET {', '.join(f'{name} = %s' for name in MOVED)} WHERE id = %s"  # noqa: S608 -- own columns
AT, EVIDENCE = COLUMNS.index("at"), COLUMNS.index("evidence_text")
Head = tuple[int, str]
Source = tuple[str, int, str]


def enter_many(lines: Sequence[Line], *, now: datetime) -> int:
    """Append the lines in their order unless their source is credited already; how many were new.

    Must run inside a transaction; locks every learner's account, in the order of learners, so give at
    most some hundred learners at a time.
    """
    accounts = _Accounts(sorted({line.learner_id for line in lines}))
    rows = [row for line in lines if (row := accounts.append(line)) is not None]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)
    accounts.close()
    accounts.carry_on(now)
    return len(rows)


class _Accounts:
    """The locked accounts of some learners while lines are appended to them."""

    def __init__(self, learners: list[int]) -> None:
        locked = Standing.objects.select_for_update().filter(learner_id__in=learners).order_by("learner_id", "year")
        self._standings = {(standing.learner_id, standing.year): standing for standing in locked}
        self._before = {key: place_of(standing) for key, standing in self._standings.items()}
        self._heads: dict[int, Head] = {}
        self._sources: defaultdict[int, set[Source]] = defaultdict(set)
        entries = LedgerEntry.objects.filter(learner_id__in=learners).order_by("learner_id", "sequence")
        columns = ("learner_id", "sequence", "hash", "source_kind", "source_id", "kind")
        for learner, sequence, found, source_kind, source_id, kind in entries.values_list(*columns):
            self._heads[learner] = (sequence, found)
            self._sources[learner].add((source_kind, source_id, kind))
        self._units = books.unit_numbers({standing.unit_path for standing in self._standings.values()})
        self._moved: set[tuple[int, int]] = set()

    def append(self, line: Line) -> list[Any] | None:
        """The row of a line's entry, the account moved on; none when its source is credited already."""
        source = (line.source_kind, line.source_id, str(line.kind))
        if source in self._sources[line.learner_id]:
            return None
        self._sources[line.learner_id].add(source)
        standing = self._standing(line)
        sequence, previous = self._heads.get(line.learner_id, (0, GENESIS))
        evidence = json.dumps(line.evidence, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        values: list[Any] = [getattr(line, name, "") for name in COLUMNS]
        values[1], values[4], values[AT], values[EVIDENCE] = sequence + 1, str(line.kind), exact_text(line.at), evidence
        values[-2:] = [self._units[standing.unit_path], standing.unit_path]
        entry_hash = link(previous, values)
        self._heads[line.learner_id] = (sequence + 1, entry_hash)
        values[AT] = connection.ops.adapt_datetimefield_value(line.at)
        self._move(standing, line)
        return [*values, previous, entry_hash]

    def close(self) -> None:
        """Write the standings that moved, and the units above them."""
        moved = [self._standings[key] for key in sorted(self._moved)]
        # `bulk_update` builds one expression for each value, which took as long as all the rest.
        rows = [[*(_stored(getattr(standing, name)) for name in MOVED), standing.pk] for standing in moved]
        with connection.cursor() as cursor:
            cursor.executemany(MOVE, rows)
        books.post(
            books.Move(standing.year, self._before[standing.learner_id, standing.year], place_of(standing))
            for standing in moved
        )

    def carry_on(self, now: datetime) -> None:
        """Ask the years after those that moved anew: what is carried over into them has changed."""
        for year in sorted({year for _learner, year in self._moved}):
            later = [each for each, own in self._standings if own == year + 1 and (each, year) in self._moved]
            if later:
                hold_again(later, year + 1, now)

    def _standing(self, line: Line) -> Standing:
        key = (line.learner_id, line.year)
        if key not in self._standings:
            standing = self._standings[key] = open_account(line.learner_id, line.year, line.at)
            self._before[key] = place_of(standing)
            self._units |= books.unit_numbers([standing.unit_path])
        return self._standings[key]

    def _move(self, standing: Standing, line: Line) -> None:
        if line.category == REQUIRED:
            standing.required_hundredths += line.hundredths
        else:
            standing.elective_hundredths += line.hundredths
        standing.hundredths += line.hundredths
        standing.met_at = (standing.met_at or line.at) if meets(standing) else None
        if line.kind != EntryKind.REVERSAL:
            standing.last_earned_at = line.at
        self._moved.add((standing.learner_id, standing.year))


def _stored(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
