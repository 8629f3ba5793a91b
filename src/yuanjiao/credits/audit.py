"""Rebuilding every projection from the ledger and telling each difference (``yuanjiao audit``).

One streaming pass over the ledger in the order of writing checks every hash, every chain and the signed
roots, and adds up what each learner earned; standings are compared with that, and unit standings and
histograms with the standings. Memory grows with the learners of one window, never with the entries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db.models import Max

from yuanjiao.credits.audit_findings import Findings
from yuanjiao.credits.audit_ledger import Earned, More, Read, read_ledger
from yuanjiao.credits.audit_rows import Share, View, stream, unchanging_view
from yuanjiao.credits.models import LedgerEntry, OpenedYear
from yuanjiao.credits.roots import RootCheck, check_of
from yuanjiao.credits.years import year_of
from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import lineage

LEARNERS_A_WINDOW = 1_000_000
UNIT_FIGURES = ("people", "started", "met", "hundredths")

Readers = Callable[[Share, View], Iterable[Read]]
"""Begins to read a window's entries elsewhere; what it gives is complete when all of it has come."""


@dataclass
class Report(Findings):
    """What an audit read and found."""

    entries: int = 0
    learners: int = 0
    standings: int = 0
    roots: int = 0

    @property
    def balanced(self) -> bool:
        """Whether everything is as the ledger says."""
        return self.difference_count == 0

    def take(self, read: Read) -> None:
        """Count in what came of reading a part of the ledger."""
        self.entries += read.entries
        self.learners += read.learners
        self.join(read)


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


def audit(
    *, now: datetime, roots: Path | None = None, progress: More | None = None, readers: Readers | None = None
) -> Report:
    """Compare everything with the ledger, as of one moment, without keeping writers waiting.

    :param roots: folder of the signed daily roots; none leaves them out.
    :param progress: told how many more entries have been read.
    :param readers: who reads the ledger; this process when there are none.
    """
    report, tree = Report(), Tree()
    with unchanging_view() as view:
        check = check_of(roots)
        report.roots = len(check.roots)
        windows = _windows()
        alone = readers is None and len(windows) == 1
        for number, window in enumerate(windows):
            reads = readers(window, view) if readers else _read_here(window, view, check if alone else None, progress)
            if not alone and number == 0:
                _feed(check, view)
            earned: Earned = {}
            for read in reads:
                report.take(read)
                earned |= read.earned
            _compare_standings((window.first, window.last), earned, year_of(now), tree, report)
        check.finish()
        for day, expected, found in check.findings:
            report.differ("root", day, expected, found)
        _compare_units(tree.rolled_up(), report)
        _compare_people(year_of(now), report)
        _compare_claims(report)
    return report


def _windows() -> list[Share]:
    highest = max(
        LedgerEntry.objects.aggregate(last=Max("learner_id"))["last"] or 0,
        Person.objects.aggregate(last=Max("pk"))["last"] or 0,
    )
    return [Share(first, first + LEARNERS_A_WINDOW - 1) for first in range(0, highest + 1, LEARNERS_A_WINDOW)]


def _read_here(window: Share, view: View, check: RootCheck | None, progress: More | None) -> Iterable[Read]:
    yield read_ledger(window, view, check=check, progress=progress)


def _feed(check: RootCheck, view: View) -> None:
    """Let the roots be compared while others read, who each see a part of what a root covers."""
    if check.roots:
        hashes = stream("SELECT id, hash FROM credits_ledgerentry WHERE id <= %s ORDER BY id", (view.through,))
        for number, entry_hash in hashes:
            check.feed(number, entry_hash)


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
