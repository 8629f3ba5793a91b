"""Heirs in the tree: units arise beside those that end, and class groups and appointments pass to them.

A unit never changes its place: its heir arises where it goes to, with the same units below it (decision 15).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from yuanjiao.organisation import events
from yuanjiao.organisation.actions.class_places import give_up_place
from yuanjiao.organisation.actions.passing_on import pass_classes, pass_roles, share_classes
from yuanjiao.organisation.actions.units import remember_name
from yuanjiao.organisation.models import (
    Reorganisation,
    ReorganisationKind,
    Unit,
    UnitName,
    UnitSuccession,
)
from yuanjiao.organisation.reorganising.effect import leaving_their_class
from yuanjiao.organisation.reorganising.soundness import units_below
from yuanjiao.organisation.reorganising.wish import Wish, kind_below
from yuanjiao.organisation.subtree import ALPHABET, STEP, child_path, in_subtrees, lineage


class Succession:
    """One reorganisation of the tree, made inside the caller's transaction; `facts` are what others are told."""

    def __init__(self, made: Reorganisation, wish: Wish, now: datetime) -> None:
        self.made = made
        self.wish = wish
        self.now = now
        self.facts: list[events.Succeeded] = []

    def make(self) -> None:
        """Do what is wished."""
        if self.wish.kind == ReorganisationKind.MOVE:
            self._move()
        elif self.wish.kind == ReorganisationKind.MERGE:
            self._merge()
        elif self.wish.kind == ReorganisationKind.SPLIT:
            self._split()
        else:
            self._rename(self.wish.units[0])

    def _move(self) -> None:
        self._plant(self.wish.units, self._target())

    def _merge(self) -> None:
        target = self._target()
        self._plant(list(units_below(self.wish.units)), target)
        for unit in self.wish.units:
            _end([unit], self.made)
            self._succeed([(unit, target)])
            pass_classes({unit.pk: target})
            pass_roles(self.made, {unit.pk: target}, self.now, all_of_them=self.made.keeps_administrators)
        if self.wish.name or self.wish.short_name or self.wish.code:
            self._rename(target)

    def _split(self) -> None:
        unit, wish = Unit.objects.get(pk=self.wish.units[0].pk), self.wish
        fields = {"name": wish.name, "short_name": wish.short_name, "code": wish.code or None, "kind": unit.kind}
        heir = Unit.objects.add_child(Unit.objects.get_parent(unit), fields | {"valid_from": wish.on})
        self._succeed([(unit, heir)], whole=False)
        self._plant(list(Unit.objects.filter(pk__in=wish.below_ids).order_by("path")), heir)
        # Only now, in the same moment: whoever goes without her class finds one there when all have come.
        give_up_place(person_ids=leaving_their_class(wish).values_list("pk", flat=True))
        share_classes(self.made, wish.class_ids, heir, self.now)

    def _rename(self, unit: Unit) -> None:
        """Give a unit the names of the wish; where there are none it keeps its own."""
        remember_name(unit, self.made.on)
        unit.name = self.wish.name or unit.name
        named_anew = bool(self.wish.name) or self.wish.kind == ReorganisationKind.RENAME
        unit.short_name = self.wish.short_name if named_anew else self.wish.short_name or unit.short_name
        unit.code = self.wish.code or unit.code
        unit.save(update_fields=["name", "short_name", "code"])

    def _target(self) -> Unit:
        target: Unit = Unit.objects.get(pk=self.made.target_id)
        return target

    def _plant(self, tops: Sequence[Unit], parent: Unit) -> None:
        """Let heirs of units and of all below them arise below another unit; for all of them at once."""
        if not tops:
            return
        first = _last_child(parent) + 1
        places = {str(top.path): child_path(str(parent.path), first + number) for number, top in enumerate(tops)}
        formers = list(Unit.objects.filter(in_subtrees(list(places)), valid_to=None).order_by("path"))
        codes = {unit.pk: unit.code for unit in formers}
        children = Counter(str(unit.path)[:-STEP] for unit in formers)
        _end(formers, self.made)
        heirs: dict[int, Unit] = {}
        for former in formers:
            above = next(path for path in lineage(str(former.path)) if path in places)
            heir = _heir(former, places[above] + str(former.path)[len(above) :], self.made)
            heir.code, heir.numchild = codes[former.pk], children[str(former.path)]
            heir.kind = kind_below(former.kind, parent.kind) if str(former.path) == above else former.kind
            heirs[former.pk] = heir
        Unit.objects.bulk_create(heirs.values())
        Unit.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(tops))
        self._succeed([(former, heirs[former.pk]) for former in formers], moved=True)
        pass_classes(heirs)
        pass_roles(self.made, heirs, self.now, all_of_them=True)

    def _succeed(self, pairs: list[tuple[Unit, Unit]], *, whole: bool = True, moved: bool = False) -> None:
        on, made = self.made.on, self.made
        UnitSuccession.objects.bulk_create(
            UnitSuccession(former=former, heir=heir, on=on, whole=whole, reorganisation=made) for former, heir in pairs
        )
        self.facts += [
            events.Succeeded(former.pk, str(former.path), heir.pk, str(heir.path), on, whole, moved)
            for former, heir in pairs
        ]


def _heir(former: Unit, path: str, made: Reorganisation) -> Unit:
    return Unit(
        path=path,
        depth=len(path) // STEP,
        name=former.name,
        short_name=former.short_name,
        kind=former.kind,
        valid_from=made.on,
    )


def _end(units: list[Unit], made: Reorganisation) -> None:
    """Let units end on the day; their codes are free for their heirs, and remembered."""
    UnitName.objects.bulk_create(
        [
            UnitName(unit=unit, name=unit.name, short_name=unit.short_name, code=unit.code, until=made.on)
            for unit in units
            if unit.code
        ],
        ignore_conflicts=True,
    )
    Unit.objects.filter(pk__in=[unit.pk for unit in units]).update(valid_to=made.on, code=None)


def _last_child(parent: Unit) -> int:
    last = Unit.objects.filter(in_subtrees([str(parent.path)]), depth=parent.depth + 1).order_by("-path").first()
    return int(str(last.path)[-STEP:], len(ALPHABET)) if last else 0
