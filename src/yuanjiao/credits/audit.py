"""Rebuilding every projection from the ledger and telling each difference (``yuanjiao audit``).

One streaming pass over the ledger in the order of writing checks every hash, every chain and the signed
roots, and adds up what each learner earned; standings are compared with that, and unit standings and
histograms with the standings. Memory grows with the learners of one window, never with the entries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db.models import Max

from yuanjiao.credits.audit_rows import ledger_rows, stream, unchanging_view
from yuanjiao.credits.chain import COLUMNS, GENESIS, link
from yuanjiao.credits.models import LedgerEntry, OpenedYear
from yuanjiao.credits.roots import RootCheck, check_of
from yuanjiao.credits.years import year_of
from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import lineage

LEARNERS_A_WINDOW = 1_000_000
KEPT_DIFFERENCES = 1000
PROGRESS_EVERY = 10_000
HASHED = len(COLUMNS)
UNIT_FIGURES = ("people", "started", "met", "hundredths")


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the stored figure is not what the ledger says."""

    subject: str
    where: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.subject} {self.where}: expected {self.expected}, found {self.found}"


@dataclass
class Report:
    """What an audit read and found; at most `KEPT_DIFFERENCES` differences are kept, all are counted."""

    entries: int = 0
    learners: int = 0
    standings: int = 0
    roots: int = 0
    difference_count: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def balanced(self) -> bool:
        """Whether everything is as the ledger says."""
        return self.difference_count == 0

    def differ(self, subject: str, where: object, expected: object, found: object) -> None:
        """Note one difference."""
        self.difference_count += 1
        if len(self.differences) < KEPT_DIFFERENCES:
            self.differences.append(Difference(subject, str(where), str(expected), str(found)))


Earned = dict[tuple[int, int], list[int]]
"""Hundredths from required and from elective courses, by learner and year."""


@dataclass
class Tree:
    """What units must show, added up from the standings: by (path, year), and by (path, year, hundredths)."""

    figures: defaultdict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    buckets: Counter[tuple[str, int, int]] = field(default_factory=Counter)

    def count(self, path: str, year: int, hundredths: int, *, met: bool) -> None:
        """Count one learner in her own unit."""
        own = self.figures[path, year]
        own[0] += 1
        own[1] += hundredths > 0
        own[2] += met
        own[3] += hundredths
        self.buckets[path, year, hundredths] += 1

    def rolled_up(self) -> Tree:
        """The same, counted in every unit above as well."""
        whole = Tree()
        for (path, year), own in self.figures.items():
            for above in lineage(path):
                total = whole.figures[above, year]
                for place, figure in enumerate(own):
                    total[place] += figure
        for (path, year, hundredths), people in self.buckets.items():
            for above in lineage(path):
                whole.buckets[above, year, hundredths] += people
        return whole


def audit(*, now: datetime, roots: Path | None = None, progress: Callable[[int], None] | None = None) -> Report:
    """Compare everything with the ledger, as of one moment, without keeping writers waiting.

    :param roots: folder of the signed daily roots; none leaves them out.
    :param progress: told how many more entries have been read.
    """
    report, tree = Report(), Tree()
    with unchanging_view():
        highest = max(
            LedgerEntry.objects.aggregate(last=Max("learner_id"))["last"] or 0,
            Person.objects.aggregate(last=Max("pk"))["last"] or 0,
        )
        check = check_of(roots)
        report.roots = len(check.roots)
        windows = range(0, highest + 1, LEARNERS_A_WINDOW)
        for first in windows:
            last = first + LEARNERS_A_WINDOW - 1
            alone = len(windows) == 1
            earned = _read_ledger(first, None if alone else last, check if alone else None, report, progress)
            _compare_standings((first, last), earned, year_of(now), tree, report)
        if len(windows) > 1 and check.roots:
            for number, entry_hash in stream("SELECT id, hash FROM credits_ledgerentry ORDER BY id"):
                check.feed(number, entry_hash)
        check.finish()
        for day, expected, found in check.findings:
            report.differ("root", day, expected, found)
        _compare_units(tree.rolled_up(), report)
        _compare_people(year_of(now), report)
        _compare_claims(report)
    return report


def _read_ledger(
    first: int, last: int | None, check: RootCheck | None, report: Report, progress: Callable[[int], None] | None
) -> Earned:
    heads: dict[int, tuple[int, str]] = {}
    earned: Earned = {}
    start, read = (0, GENESIS), 0
    for row in ledger_rows(first, last):
        learner, sequence, previous, found = row[0], row[1], row[HASHED], row[HASHED + 1]
        head = heads.get(learner, start)
        if sequence != head[0] + 1 or previous != head[1]:
            report.differ("chain", f"{learner}/{sequence}", f"{head[0] + 1} after {head[1][:12]}…", f"{previous[:12]}…")
        if link(previous, row[:HASHED]) != found:
            report.differ("hash", f"{learner}/{sequence}", "the hash of the entry", f"{found[:12]}…")
        heads[learner] = (sequence, found)
        sums = earned.get((learner, row[3]))
        if sums is None:
            sums = earned[learner, row[3]] = [0, 0]
        sums[row[5] != "required"] += row[6]
        if check is not None:
            check.feed(row[HASHED + 2], found)
        read += 1
        if progress is not None and read % PROGRESS_EVERY == 0:
            progress(PROGRESS_EVERY)
    if progress is not None:
        progress(read % PROGRESS_EVERY)
    report.entries += read
    report.learners += len(heads)
    return earned


STANDINGS = """
SELECT s.learner_id, s.year, s.unit_path, s.hundredths, s.required_hundredths, s.elective_hundredths,
       s.due_total_hundredths, s.due_required_hundredths, s.counted, s.met_at IS NOT NULL,
       u.path, p.is_active AND p.is_learner
FROM credits_standing s
LEFT JOIN organisation_person p ON p.id = s.learner_id
LEFT JOIN organisation_unit u ON u.id = p.unit_id
WHERE s.learner_id >= %s AND s.learner_id <= %s
"""


def _compare_standings(window: tuple[int, int], earned: Earned, this_year: int, tree: Tree, report: Report) -> None:
    nothing = [0, 0]
    for row in stream(STANDINGS, window):
        learner, year, path, total, required, elective, due, due_required, counted, met, now_at, learns = row
        report.standings += 1
        expected = earned.pop((learner, year), nothing)
        if [required, elective] != expected or total != required + elective:
            report.differ("standing", f"{learner} in {year}", expected, [required, elective, total])
        if bool(met) != (total >= due and required >= due_required):
            report.differ("met", f"{learner} in {year}", not met, bool(met))
        if year == this_year and (bool(counted) != bool(learns) or (counted and path != now_at)):
            report.differ("place", f"{learner} in {year}", now_at if learns else None, path if counted else None)
        if counted:
            tree.count(path, year, total, met=bool(met))
    for (learner, year), sums in earned.items():
        report.differ("standing", f"{learner} in {year}", sums, None)


def _compare_units(expected: Tree, report: Report) -> None:
    paths = dict(Unit.objects.order_by().values_list("pk", "path"))
    figures = f"SELECT unit_id, year, {', '.join(UNIT_FIGURES)} FROM credits_unitstanding"  # noqa: S608 -- own columns
    for number, year, *found in stream(figures):
        wanted = expected.figures.pop((paths.get(number, ""), year), [0, 0, 0, 0])
        if list(found) != wanted:
            report.differ("unit", f"{number} in {year}", wanted, list(found))
    for (path, year), wanted in expected.figures.items():
        report.differ("unit", f"{path} in {year}", wanted, None)
    for number, year, hundredths, people in stream(
        "SELECT unit_id, year, hundredths, people FROM credits_credithistogram"
    ):
        wanted_people = expected.buckets.pop((paths.get(number, ""), year, hundredths), 0)
        if people != wanted_people:
            report.differ("histogram", f"{number} in {year} at {hundredths}", wanted_people, people)
    for (path, year, hundredths), wanted_people in expected.buckets.items():
        report.differ("histogram", f"{path} in {year} at {hundredths}", wanted_people, None)


def _compare_people(this_year: int, report: Report) -> None:
    if not OpenedYear.objects.filter(year=this_year).exists():
        return
    missing = (
        "SELECT p.id FROM organisation_person p "
        "WHERE p.is_active AND p.is_learner AND p.arrival_id IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM credits_standing s WHERE s.learner_id = p.id AND s.year = %s)"
    )
    for (learner,) in stream(missing, (this_year,)):
        report.differ("standing", f"{learner} in {this_year}", "one", None)


CLAIMS = """
SELECT c.id, c.learner_id, c.state, c.hundredths, e.hundredths, r.id IS NOT NULL
FROM credits_creditclaim c
LEFT JOIN credits_ledgerentry e ON e.learner_id = c.learner_id AND e.source_kind = 'claim' AND e.source_id = c.id
    AND e.kind = 'claim'
LEFT JOIN credits_ledgerentry r ON r.learner_id = c.learner_id AND r.source_kind = 'claim' AND r.source_id = c.id
    AND r.kind = 'reversal'
WHERE c.state IN ('approved', 'partly', 'reversed') OR e.id IS NOT NULL
"""


def _compare_claims(report: Report) -> None:
    for number, learner, state, hundredths, entered, taken_back in stream(CLAIMS):
        where = f"{number} of {learner}"
        if entered != hundredths:
            report.differ("claim", where, entered, hundredths)
        if (state == "reversed") != bool(taken_back):
            report.differ("claim", where, "reversed" if taken_back else "in force", state)
