"""Reading the ledger for an audit: every hash and chain is checked, and what each learner earned is added up.

It is the long part. Chains belong to learners, so that several readers can share them out; each must then read
the same view of the database (`audit_rows.View`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from yuanjiao.credits.audit_findings import Findings
from yuanjiao.credits.audit_rows import Share, View, ledger_rows
from yuanjiao.credits.chain import COLUMNS, GENESIS, link
from yuanjiao.credits.roots import RootCheck

PROGRESS_EVERY = 10_000
HASHED = len(COLUMNS)

Earned = dict[tuple[int, int], list[int]]
"""Hundredths from required and from elective courses, by learner and year."""
More = Callable[[int], None]
"""Told how many more entries have been read."""


@dataclass
class Read(Findings):
    """What came of reading the entries of some learners."""

    entries: int = 0
    learners: int = 0
    earned: Earned = field(default_factory=dict)


def read_ledger(share: Share, view: View, *, check: RootCheck | None = None, progress: More | None = None) -> Read:
    """Read the entries of a share of the learners in the order of writing.

    :param check: fed with every entry; only a reader that reads all of them can do so.
    """
    read = Read()
    heads: dict[int, tuple[int, str]] = {}
    earned, start = read.earned, (0, GENESIS)
    for row in ledger_rows(share, view):
        learner, sequence, previous, found = row[0], row[1], row[HASHED], row[HASHED + 1]
        head = heads.get(learner, start)
        if sequence != head[0] + 1 or previous != head[1]:
            read.differ("chain", f"{learner}/{sequence}", f"{head[0] + 1} after {head[1][:12]}…", f"{previous[:12]}…")
        if link(previous, row[:HASHED]) != found:
            read.differ("hash", f"{learner}/{sequence}", "the hash of the entry", f"{found[:12]}…")
        heads[learner] = (sequence, found)
        sums = earned.get((learner, row[3]))
        if sums is None:
            sums = earned[learner, row[3]] = [0, 0]
        sums[row[5] != "required"] += row[6]
        if check is not None:
            check.feed(row[HASHED + 2], found)
        read.entries += 1
        if progress is not None and read.entries % PROGRESS_EVERY == 0:
            progress(PROGRESS_EVERY)
    if progress is not None:
        progress(read.entries % PROGRESS_EVERY)
    read.learners = len(heads)
    return read
