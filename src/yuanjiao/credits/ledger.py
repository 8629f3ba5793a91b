"""Writing one line into the ledger and, in the same transaction, into everything projected from it.

The order within the transaction: lock the learner's account, look whether the source is already
credited, append, move the standing, then the units above. The lock is taken once and late.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from yuanjiao.credits import books
from yuanjiao.credits.chain import COLUMNS, GENESIS, link
from yuanjiao.credits.enrolment import figure_of, hold_again, meets, open_account
from yuanjiao.credits.models import EntryKind, LedgerEntry, Standing
from yuanjiao.credits.years import exact_text
from yuanjiao.organisation.public import lineage

REQUIRED = "required"
MOVED = ("required_hundredths", "elective_hundredths", "hundredths", "met_at", "last_earned_at")
AT = COLUMNS.index("at")
INSERT_ENTRY = (
    f"INSERT INTO credits_ledgerentry ({', '.join(COLUMNS)}, previous_hash, hash) "  # noqa: S608 -- own columns
    f"VALUES ({', '.join(['%s'] * (len(COLUMNS) + 2))})"
)
WRITTEN_AND_HEAD = """
SELECT (SELECT id FROM credits_ledgerentry
        WHERE learner_id = %s AND source_kind = %s AND source_id = %s AND kind = %s), sequence, hash
FROM credits_ledgerentry WHERE learner_id = %s ORDER BY sequence DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be entered: the credit of one source, or its reversal."""

    learner_id: int
    at: datetime
    year: int
    kind: EntryKind
    category: str
    hundredths: int
    source_kind: str
    source_id: int
    title: str
    evidence: dict[str, Any]
    rule_version: int


class Entered(NamedTuple):
    """The entry of a source, and whether this call wrote it."""

    entry: LedgerEntry
    new: bool


def enter(line: Line) -> Entered:
    """Append the line unless its source is credited already; must run inside a transaction.

    :raises django.db.IntegrityError: when someone wrote the same account without its lock.
    """
    accounts = lock_accounts(line.learner_id)
    standing = accounts.get(line.year) or open_account(line.learner_id, line.year, line.at)
    with connection.cursor() as cursor:
        cursor.execute(
            WRITTEN_AND_HEAD, [line.learner_id, line.source_kind, line.source_id, str(line.kind), line.learner_id]
        )
        written, sequence, previous = cursor.fetchone() or (None, 0, GENESIS)
    if written is not None:
        return Entered(LedgerEntry.objects.get(pk=written), new=False)
    units = books.unit_numbers(lineage(standing.unit_path))
    entry = _append(line, standing.unit_path, units[standing.unit_path], sequence, previous)
    _move(standing, line, units)
    if line.year + 1 in accounts:
        # What is carried over from this year has changed.
        hold_again([line.learner_id], line.year + 1, line.at)
    return Entered(entry, new=True)


def lock_accounts(learner_id: int) -> dict[int, Standing]:
    """Lock all standings of a learner, by year, so that the turn of the year has one lock."""
    locked = Standing.objects.select_for_update().filter(learner_id=learner_id).order_by("year")
    return {standing.year: standing for standing in locked}


def _append(line: Line, unit_path: str, unit_id: int, sequence: int, previous: str) -> LedgerEntry:
    entry, row = written_out(line, unit_path, unit_id, sequence + 1, previous)
    with connection.cursor() as cursor:
        cursor.execute(f"{INSERT_ENTRY} RETURNING id", row)
        entry.pk = cursor.fetchone()[0]
    return entry


def written_out(
    line: Line, unit_path: str, unit_id: int, sequence: int, previous: str
) -> tuple[LedgerEntry, list[Any]]:
    """The entry of a line with its hash, and its values for `INSERT_ENTRY`."""
    entry = LedgerEntry(
        learner_id=line.learner_id,
        sequence=sequence,
        at=line.at,
        year=line.year,
        kind=str(line.kind),
        category=line.category,
        hundredths=line.hundredths,
        source_kind=line.source_kind,
        source_id=line.source_id,
        title=line.title,
        evidence_text=json.dumps(line.evidence, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        rule_version=line.rule_version,
        unit_id=unit_id,
        unit_path=unit_path,
        previous_hash=previous,
    )
    values = [getattr(entry, name) for name in COLUMNS]
    values[AT] = exact_text(line.at)
    entry.hash = link(previous, values)
    values[AT] = connection.ops.adapt_datetimefield_value(line.at)
    return entry, [*values, previous, entry.hash]


def _move(standing: Standing, line: Line, units: dict[str, int]) -> None:
    before = figure_of(standing)
    add(standing, line)
    stored = {name: getattr(standing, name) for name in MOVED}
    Standing.objects.filter(pk=standing.pk).update(**stored)
    if standing.counted:
        after = figure_of(standing)
        books.post([books.Move(standing.year, (standing.unit_path, before), (standing.unit_path, after))], units)


def add(standing: Standing, line: Line) -> None:
    """Add a line to a standing in memory."""
    if line.category == REQUIRED:
        standing.required_hundredths += line.hundredths
    else:
        standing.elective_hundredths += line.hundredths
    standing.hundredths += line.hundredths
    standing.met_at = (standing.met_at or line.at) if meets(standing) else None
    if line.kind != EntryKind.REVERSAL:
        standing.last_earned_at = line.at
