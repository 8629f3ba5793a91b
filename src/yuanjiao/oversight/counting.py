"""Counting a snapshot's figures from the ledger and the memberships as they were at its hour.

A city's ledger has millions of entries, so it is grouped in the database window by window, in the order of
writing, and only one line a learner is kept. Nothing is read from standings: those are of now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Max, Model, Q, Sum

from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.credits.public import SHANGHAI
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.learning.models import CourseProgress
from yuanjiao.organisation.models import Membership, Person, Unit
from yuanjiao.organisation.models.unit import TIERS
from yuanjiao.organisation.public import in_subtrees, names_on
from yuanjiao.oversight.dues_then import DuesThen
from yuanjiao.oversight.figures import Learner, Place, Tally, ranked, rolled_up, tally_of
from yuanjiao.oversight.models import Snapshot, SnapshotUnit

WINDOW = 200_000
REQUIRED = "required"
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class TreeUnit:
    """A unit's place in the tree and its name at the snapshot's time."""

    unit_id: int
    path: str
    name: str
    kind: str

    @property
    def peers(self) -> tuple[str, str]:
        """What units it is compared with: the same parent, the same kind."""
        return self.path[:-4], self.kind


@dataclass(slots=True)
class Earned:
    """What the ledger and the records say of learners: hundredths of the year, of the year before, of required courses.

    And who studied in the period.
    """

    hundredths: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    before: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    required: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    studied: set[int] = field(default_factory=set)


def tree_now(snapshot: Snapshot) -> list[TreeUnit]:
    """The units that a new snapshot counts: those of the subtree that existed on the period's last day."""
    there = Unit.objects.filter(in_subtrees([str(snapshot.unit.path)]), valid_from__lte=snapshot.ends_on)
    there = there.exclude(valid_to__lte=snapshot.ends_on).order_by("path")
    rows = list(there.values_list("pk", "path", "name", "kind"))
    names = names_on(snapshot.ends_on, [row[0] for row in rows])
    return [TreeUnit(pk, path, names.get(pk, name), kind) for pk, path, name, kind in rows]


def tree_of(snapshot: Snapshot) -> list[TreeUnit]:
    """The tree as a taken snapshot has it, whatever has been reorganised since."""
    rows = SnapshotUnit.objects.filter(snapshot=snapshot).order_by("path")
    return [TreeUnit(*row) for row in rows.values_list("unit_id", "path", "name", "kind")]


def counted(snapshot: Snapshot, tree: list[TreeUnit], told: Told) -> list[SnapshotUnit]:
    """The rows of the snapshot, not stored."""
    paths = {unit.unit_id: unit.path for unit in tree}
    tallies = rolled_up(_own_tallies(snapshot, paths, told), paths.values())
    places = ranked((unit.unit_id, unit.peers, tallies[unit.path]) for unit in tree)
    return [_row(snapshot, unit, tallies[unit.path], places.get(unit.unit_id)) for unit in tree]


def _row(snapshot: Snapshot, unit: TreeUnit, tally: Tally, place: Place | None) -> SnapshotUnit:
    return SnapshotUnit(
        snapshot=snapshot,
        unit_id=unit.unit_id,
        path=unit.path,
        name=unit.name,
        kind=unit.kind,
        tier=TIERS[unit.kind],
        due=tally.due,
        participated=tally.participated,
        met=tally.met,
        hundredths=tally.hundredths,
        rank=place.rank if place else None,
        peers=place.peers if place else 0,
    )


def _own_tallies(snapshot: Snapshot, paths: Mapping[int, str], told: Told) -> dict[str, Tally]:
    dues = DuesThen(snapshot.year, snapshot.at)
    earned = _earned(snapshot, told, with_year_before=dues.carries)
    own: defaultdict[str, Tally] = defaultdict(Tally)
    for learner_id, unit_id, post_level in _roster(snapshot):
        if unit_id in paths:
            due = dues.of(learner_id, post_level, earned.before)
            learner = Learner(
                earned.hundredths.get(learner_id, 0),
                earned.required.get(learner_id, 0),
                due.total_hundredths,
                due.required_hundredths,
                participated=learner_id in earned.studied,
                owes=due.total_hundredths + due.carried_hundredths > 0,
            )
            own[paths[unit_id]] += tally_of(learner, snapshot.target_per_cent)
    return own


def _roster(snapshot: Snapshot) -> Iterator[tuple[int, int, str]]:
    """Everyone who was due to learn on the period's last day: her number, unit and post level then."""
    day, before = snapshot.ends_on, _before_later_changes(snapshot.at)
    stays = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
    stays = stays.filter(person__in=Person.objects.all())
    rows = stays.values_list("person_id", "unit_id", "person__post_level", "person__is_learner")
    for person_id, unit_id, post_level, is_learner in rows.iterator():
        then = before.get(person_id, {})
        if then.get("is_learner", is_learner):
            yield person_id, unit_id, str(then.get("post_level", post_level))


def _before_later_changes(at: datetime) -> dict[int, dict[str, Any]]:
    """Post level and duty to learn as they were at a moment, of those for whom they were changed afterwards."""
    changes = AuditEntry.objects.filter(verb="organisation.update", subject_kind="person", at__gte=at)
    before: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for person_id, detail in changes.order_by("at", "pk").values_list("subject_id", "detail"):
        for name in ("post_level", "is_learner"):
            if name in detail:
                before[int(person_id)].setdefault(name, detail[name][0])
    return before


def _earned(snapshot: Snapshot, told: Told, *, with_year_before: bool) -> Earned:
    earned = Earned()
    begins_at = datetime.combine(snapshot.begins_on, time.min, SHANGHAI)
    years = [snapshot.year - 1, snapshot.year] if with_year_before else [snapshot.year]
    in_year, new = Q(year=snapshot.year), Q(at__gte=begins_at) & ~Q(kind=EntryKind.REVERSAL)
    entries, progresses = list(_windows(LedgerEntry)), list(_windows(CourseProgress))
    whole = len(entries) + len(progresses) + 1
    for number, window in enumerate(entries):
        told(number, whole)
        rows = LedgerEntry.objects.filter(window, Q(year__in=years) | Q(at__gte=begins_at), at__lt=snapshot.at)
        grouped = rows.values_list("learner_id").annotate(
            earned=Sum("hundredths", filter=in_year, default=0),
            before=Sum("hundredths", filter=Q(year=snapshot.year - 1), default=0),
            required=Sum("hundredths", filter=in_year & Q(category=REQUIRED), default=0),
            entered=Count("pk", filter=new),
        )
        for learner_id, hundredths, before, required, entered in grouped.order_by().iterator():
            earned.hundredths[learner_id] += hundredths
            earned.before[learner_id] += before
            earned.required[learner_id] += required
            if entered:
                earned.studied.add(learner_id)
    for number, window in enumerate(progresses, start=len(entries)):
        told(number, whole)
        begun = CourseProgress.objects.filter(window, started_at__gte=begins_at, started_at__lt=snapshot.at)
        earned.studied.update(begun.order_by().values_list("learner_id", flat=True).distinct().iterator())
    return earned


def _windows(table: type[Model]) -> Iterator[Q]:
    last = table._default_manager.aggregate(last=Max("pk"))["last"] or 0  # noqa: SLF001 -- Django's name for it
    for start in range(0, last, WINDOW):
        yield Q(pk__gt=start, pk__lte=start + WINDOW)
