"""Planting the unit tree of a city from the published administrative divisions."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Unit, UnitKind, UnitName
from yuanjiao.organisation.reorganising.reading import heirs_of
from yuanjiao.organisation.scope import Scope
from yuanjiao.organisation.subtree import ALPHABET, STEP, child_path, joint

DIVISIONS = Path(__file__).resolve().parent.parent / "data" / "divisions.csv"
KIND_OF_DEPTH = {1: UnitKind.CITY, 2: UnitKind.DISTRICT, 3: UnitKind.TOWNSHIP, 4: UnitKind.VILLAGE}
CHUNK = 1000
Progress = Callable[[int, int], None]


class DivisionsMissing(Exception):
    """The divisions file was not built; it comes with the wheel, or with ``npm run divisions`` in a checkout."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("找不到行政区划数据 %(path)s。请先运行 npm run divisions。") % {"path": path})


@dataclass(frozen=True, slots=True)
class Division:
    """One line of the divisions file: 12-digit codes, the parent's empty at the top."""

    code: str
    name: str
    parent: str


def read_divisions(path: Path = DIVISIONS, *, villages: bool = False) -> list[Division]:
    """The divisions in the file's order, parents before their children; villages only if wanted.

    :raises DivisionsMissing: when the file is not there.
    """
    if not path.is_file():
        raise DivisionsMissing(path)
    with path.open(encoding="utf-8", newline="") as file:
        divisions = [Division(*cells) for cells in csv.reader(file)]
    return [each for each in divisions if villages or each.code.endswith("000")]


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


def plant_division_tree(
    *, actor: Scope, divisions: Sequence[Division], on: date, now: datetime, progress: Progress = no_progress
) -> int:
    """Set up every division that is not there yet, known by its code; gives how many were new.

    Parents first and in chunks, each a short transaction: run again after a crash, or with villages
    later, it adds what is missing and touches nothing else. The paths are made here, because the tree
    library's own bulk load saves node by node.
    """
    planting = _Planting(on)
    levels: defaultdict[int, list[Division]] = defaultdict(list)
    depths: dict[str, int] = {"": 0}
    for each in divisions:
        depths[each.code] = depths[each.parent] + 1
        levels[depths[each.code]].append(each)
    added = done = 0
    for depth in sorted(levels):
        for start in range(0, len(levels[depth]), CHUNK):
            chunk = levels[depth][start : start + CHUNK]
            added += planting.plant(chunk, depth, actor, now)
            done += len(chunk)
            progress(done, len(divisions))
    return added


class _Planting:
    """One run: what is there already, and the next free step below each unit."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.paths: dict[str, str] = {"": ""}
        self.last_child: defaultdict[str, int] = defaultdict(int)
        for path, code in Unit.objects.values_list("path", "code"):
            if code:
                self.paths[code] = path
            parent = path[:-STEP]
            self.last_child[parent] = max(self.last_child[parent], int(path[-STEP:], len(ALPHABET)))
        self._know_former_codes()

    def _know_former_codes(self) -> None:
        """A division that was reorganised here is not planted again; what is below it belongs to its heir."""
        former = dict(UnitName.objects.exclude(code="").order_by("-until").values_list("code", "unit_id"))
        heirs = heirs_of(former.values())
        paths = dict(
            Unit.objects.filter(pk__in={heirs.get(each, each) for each in former.values()}).values_list("pk", "path")
        )
        for code, unit_id in former.items():
            self.paths.setdefault(code, paths[heirs.get(unit_id, unit_id)])

    @transaction.atomic
    def plant(self, divisions: Iterable[Division], depth: int, actor: Scope, now: datetime) -> int:
        fresh = [each for each in divisions if each.code not in self.paths]
        Unit.objects.bulk_create([self._unit(each, depth) for each in fresh])
        for parent, count in Counter(self.paths[each.parent] for each in fresh).items():
            Unit.objects.filter(path=parent).update(numchild=F("numchild") + count)
        if fresh:
            audit.record(
                at=now,
                actor_id=actor.actor_id,
                verb="organisation.plant_units",
                subject=("division", fresh[0].code),
                unit_path=joint(self.paths[each.parent] for each in fresh),
                detail={"units": len(fresh), "depth": depth},
            )
        return len(fresh)

    def _unit(self, division: Division, depth: int) -> Unit:
        parent = self.paths[division.parent]
        self.last_child[parent] += 1
        path = self.paths[division.code] = child_path(parent, self.last_child[parent])
        return Unit(
            path=path,
            depth=depth,
            numchild=0,
            name=division.name,
            code=division.code,
            kind=KIND_OF_DEPTH[depth],
            valid_from=self.on,
        )
