"""Heirs in the tree: units arise beside those that end, and class groups and appointments pass to them.

A unit never changes its place: its heir arises where it goes to, with the same units below it (decision 15).
"""

from __future__ import annotations

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
from yuanjiao.organisation.subtree import ALPHABET, STEP, child_path, in_subtrees


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
        for unit in self.wish.units:
            self._plant(unit, self._target())

    def _merge(self) -> None:
        target = self._target()
        for below in units_below(self.wish.units):
            self._plant(below, self._target())
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
        for below in Unit.objects.filter(pk__in=wish.below_ids).order_by("path"):
            self._plant(below, Unit.objects.get(pk=heir.pk))
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

    def _plant(self, top: Unit, parent: Unit) -> Unit:
        """Let heirs of a unit and of all below it arise below another unit; gives the heir of the topmost."""
        formers = list(Unit.objects.filter(in_subtrees([str(top.path)]), valid_to=None).order_by("path"))
        codes = {unit.pk: unit.code for unit in formers}
        _end(formers, self.made)
        start = child_path(str(parent.path), _last_child(parent) + 1)
        heirs = [_heir(unit, start + str(unit.path)[len(str(top.path)) :], self.made) for unit in formers]
        for former, heir in zip(formers, heirs, strict=True):
            heir.code = codes[former.pk]
            heir.numchild = sum(str(each.path)[:-STEP] == str(former.path) for each in formers)
        heirs[0].kind = kind_below(top.kind, parent.kind)
        Unit.objects.bulk_create(heirs)
        Unit.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
        self._succeed(list(zip(formers, heirs, strict=True)), moved=True)
        by_former = {former.pk: heir for former, heir in zip(formers, heirs, strict=True)}
        pass_classes(by_former)
        pass_roles(self.made, by_former, self.now, all_of_them=True)
        return heirs[0]

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
