"""A circular of the whole city: figures of 150,000 learners frozen and checked; reach: each under 60 s.

Run: ``python -m bench.circular [--learners 150000] [--entries 20] [--smoke]``. The ledger is made up as for the audit
(`bench.audit`), with 25 townships in each of its 40 districts and the memberships that say who is where.
"""

from __future__ import annotations

import argparse
import gc
import os
from datetime import date

from django.db import connection

from bench.audit import CHUNK, NOW, make_up, memory, timed  # sets Django up
from bench.harness import books, prepare, report
from yuanjiao.organisation.models import Membership, Person, Unit, UnitKind
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight.actions.snapshots import Period, differing_units, plan_snapshot, take_snapshot
from yuanjiao.oversight.models import SnapshotUnit

TOWNSHIPS = 25
PERIOD = Period(date(2026, 1, 1), date(2026, 6, 30), target_per_cent=50)


def main() -> None:
    """Make the city up, freeze its figures, count them again."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--learners", type=int, default=150_000)
    arguments.add_argument("--entries", type=int, default=20)
    arguments.add_argument("--smoke", action="store_true", help="a small city, to see that it works")
    wanted = arguments.parse_args()
    learners, entries = (2000, 5) if wanted.smoke else (wanted.learners, wanted.entries)
    prepare()
    make_up(learners, entries)
    settle(TOWNSHIPS)
    gc.collect()
    city = Unit.objects.get(kind=UnitKind.CITY)
    snapshot = plan_snapshot(actor=Scope.of_system(), unit=city, period=PERIOD, now=NOW)
    before = memory()
    frozen = timed(lambda: take_snapshot(snapshot=snapshot, now=NOW, told=silently))
    held = memory() - before
    snapshot.refresh_from_db()
    differing: list[str] = []
    checked = timed(lambda: differing.extend(differing_units(snapshot=snapshot, told=silently)))
    whole = SnapshotUnit.objects.get(snapshot=snapshot, unit_id=city.pk)
    report(
        "circular-smoke" if wanted.smoke else "circular",
        {
            "database": connection.vendor,
            "learners": whole.due,
            "entries": learners * entries,
            "units": SnapshotUnit.objects.filter(snapshot=snapshot).count(),
            "frozen_seconds": round(frozen.wall, 2),
            "frozen_processor_seconds": round(frozen.processor, 2),
            "checked_seconds": round(checked.wall, 2),
            "differing_units": len(differing),
            "added_memory_mb": round(held),
            "books": books(dict(os.environ)),
            "reach_seconds": 60,
            "reached": max(frozen.wall, checked.wall) <= 60 and not differing and whole.due == learners,
        },
    )


def settle(townships: int) -> None:
    """Townships below every district, and everyone a member of one since long ago."""
    below: dict[int, list[int]] = {}
    for district in Unit.objects.filter(kind=UnitKind.DISTRICT):
        for number in range(townships):
            fields = {"name": f"示例镇{number}", "kind": UnitKind.TOWNSHIP, "valid_from": "2020-01-01"}
            township = Unit.objects.add_child(Unit.objects.get(pk=district.pk), fields)
            below.setdefault(district.pk, []).append(township.pk)
    stays = (
        Membership(person_id=person, unit_id=below[unit][person % townships], since=date(2020, 1, 1))
        for person, unit in Person.objects.order_by("pk").values_list("pk", "unit_id")
    )
    Membership.objects.bulk_create(stays, batch_size=CHUNK)


def silently(_done: int, _whole: int) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main()
