"""Writing one line into the ledger and, in the same transaction, into everything projected from it.

The order within the transaction: lock the learner's account, look whether the source is already
credited, append, move the standing, then the units above. The lock is taken once and late.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from yuanjiao.credits import books
from yuanjiao.credits.chain import GENESIS, link
from yuanjiao.credits.enrolment import figure_of, meets, open_account
from yuanjiao.credits.models import EntryKind, LedgerEntry, Standing
from yuanjiao.credits.years import exact_text

REQUIRED = "required"


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
    standing = lock_account(line.learner_id, line.year) or open_account(line.learner_id, line.year, line.at)
    written = LedgerEntry.objects.filter(
        learner_id=line.learner_id, source_kind=line.source_kind, source_id=line.source_id, kind=line.kind
    ).first()
    if written is not None:
        return Entered(written, new=False)
    entry = _append(line, standing.unit_path)
    _move(standing, line)
    return Entered(entry, new=True)


def lock_account(learner_id: int, year: int) -> Standing | None:
    """Lock all standings of a learner, so that the turn of the year has one lock, and give the year's."""
    locked = list(Standing.objects.select_for_update().filter(learner_id=learner_id).order_by("year"))
    return next((standing for standing in locked if standing.year == year), None)


def _append(line: Line, unit_path: str) -> LedgerEntry:
    head = LedgerEntry.objects.filter(learner_id=line.learner_id).order_by("-sequence")
    sequence, previous = head.values_list("sequence", "hash").first() or (0, GENESIS)
    unit_id = books.unit_numbers([unit_path])[unit_path]
    evidence = json.dumps(line.evidence, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    values: tuple[str | int, ...] = (
        line.learner_id,
        sequence + 1,
        exact_text(line.at),
        line.year,
        str(line.kind),
        line.category,
        line.hundredths,
        line.source_kind,
        line.source_id,
        line.title,
        evidence,
        line.rule_version,
        unit_id,
        unit_path,
    )
    return LedgerEntry.objects.create(
        learner_id=line.learner_id,
        sequence=sequence + 1,
        at=line.at,
        year=line.year,
        kind=line.kind,
        category=line.category,
        hundredths=line.hundredths,
        source_kind=line.source_kind,
        source_id=line.source_id,
        title=line.title,
        evidence_text=evidence,
        rule_version=line.rule_version,
        unit_id=unit_id,
        unit_path=unit_path,
        previous_hash=previous,
        hash=link(previous, values),
    )


def _move(standing: Standing, line: Line) -> None:
    before = figure_of(standing)
    if line.category == REQUIRED:
        standing.required_hundredths += line.hundredths
    else:
        standing.elective_hundredths += line.hundredths
    standing.hundredths += line.hundredths
    standing.met_at = (standing.met_at or line.at) if meets(standing) else None
    if line.kind != EntryKind.REVERSAL:
        standing.last_earned_at = line.at
    standing.save(
        update_fields=["required_hundredths", "elective_hundredths", "hundredths", "met_at", "last_earned_at"]
    )
    if standing.counted:
        after = figure_of(standing)
        books.post([books.Move(standing.year, (standing.unit_path, before), (standing.unit_path, after))])
