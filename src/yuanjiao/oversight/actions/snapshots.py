"""Freezing figures, and counting them again to see that they reproduce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.public import SHANGHAI
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight.counting import Told, counted, tree_now, tree_of
from yuanjiao.oversight.models import Circular, CircularState, Snapshot, SnapshotUnit
from yuanjiao.oversight.seals import COLUMNS, sealed_part, snapshot_hash

FIGURES = tuple(name for name in COLUMNS if name not in {"path", "name", "kind", "tier"})
ROWS_AT_ONCE = 500


class HourNotReached(Exception):
    """Figures cannot be frozen before their hour."""

    def __init__(self) -> None:
        super().__init__(_("还没到这个时刻，数字还会变。请选已经过去的时刻。"))


@dataclass(frozen=True, slots=True)
class Period:
    """What is to be counted: from which day to which, until which hour of the last day (24: its end), against what."""

    begins_on: date
    ends_on: date
    hour: int = 24
    target_per_cent: int = 100

    @property
    def at(self) -> datetime:
        """The stated hour."""
        return datetime.combine(self.ends_on, time.min, SHANGHAI) + timedelta(hours=self.hour)


@transaction.atomic
def plan_snapshot(*, actor: Scope, unit: Unit, period: Period, now: datetime) -> Snapshot:
    """Say which figures are to be frozen; a job counts them. Changes are told against the last published before.

    :raises OutOfScope: when the actor may not write circulars of the unit.
    :raises HourNotReached: when the stated hour lies ahead.
    """
    actor.demand(Permission.CIRCULARS_WRITE, unit)
    if period.at > now:
        raise HourNotReached
    before = Circular.objects.filter(unit=unit, state=CircularState.PUBLISHED, snapshot__ends_on__lt=period.ends_on)
    before = before.exclude(corrections__state=CircularState.PUBLISHED)
    return Snapshot.objects.create(
        unit=unit,
        begins_on=period.begins_on,
        ends_on=period.ends_on,
        at=period.at,
        target_per_cent=period.target_per_cent,
        previous_id=before.order_by("-snapshot__at", "-number").values_list("snapshot_id", flat=True).first(),
        asked_by_id=actor.actor_id,
    )


def take_snapshot(*, snapshot: Snapshot, now: datetime, told: Told) -> int:
    """Count and freeze the figures; how many units. Taken figures are left alone, so the work may be done twice."""
    if snapshot.hash:
        return snapshot.units.count()
    rows = counted(snapshot, tree_now(snapshot), told)
    with transaction.atomic():
        sealed = Snapshot.objects.filter(pk=snapshot.pk, hash="")
        if sealed.update(hash=snapshot_hash(snapshot, map(sealed_part, rows)), taken_at=now):
            SnapshotUnit.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    return len(rows)


def differing_units(*, snapshot: Snapshot, told: Told) -> list[str]:
    """The names of the units whose figures come out differently when they are counted again, as of the same hour."""
    stored = {row.unit_id: row for row in SnapshotUnit.objects.filter(snapshot=snapshot)}
    again = counted(snapshot, tree_of(snapshot), told)
    return [row.name for row in again if _figures(row) != _figures(stored[row.unit_id])]


def _figures(row: SnapshotUnit) -> list[object]:
    return [getattr(row, name) for name in FIGURES]
