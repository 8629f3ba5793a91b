"""What the preview of a reorganisation shows beside its effect: the figures of units, before and after."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum

from yuanjiao.credits.models import Standing, UnitStanding
from yuanjiao.credits.public import year_of
from yuanjiao.organisation.models import ClassPlace, Reorganisation, ReorganisationKind, Unit
from yuanjiao.organisation.public import Effect, Wish, effect_of, lineage, people_left, topmost_moved

NAMES = ("people", "met", "hundredths")


@dataclass(frozen=True, slots=True)
class Figures:
    """Learners of a unit's subtree this year, who of them met the requirement, hundredths earned."""

    people: int = 0
    met: int = 0
    hundredths: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.people + other.people, self.met + other.met, self.hundredths + other.hundredths)

    def __neg__(self) -> Figures:
        return Figures(-self.people, -self.met, -self.hundredths)

    @property
    def met_rate(self) -> float | None:
        """Share of learners who met the requirement."""
        return self.met / self.people if self.people else None

    @property
    def credits_a_head(self) -> float:
        """Mean credits of a learner."""
        return self.hundredths / 100 / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """How one unit's figures change; `before` is none for a unit that arises, `after` for one that ends."""

    name: str
    before: Figures | None
    after: Figures | None


def changes_of(wish: Wish, now: datetime) -> list[Change]:
    """The figures of every unit that a reorganisation changes, in the order of the tree; a fixed number of queries."""
    if wish.kind == ReorganisationKind.RENAME:
        return []
    year = year_of(now)
    moved = topmost_moved(wish)
    own = _figures([str(unit.path) for unit in (*moved, *wish.units)], year)
    parts = [(str(unit.path), own.get(str(unit.path), Figures())) for unit in moved]
    if wish.class_ids or wish.person_ids:
        parts.append((f"{wish.units[0].path}····", _of_chosen(wish, year)))
    to = str(wish.target.path) if wish.target else wish.paths[0][: -Unit.steplen]
    net: defaultdict[str, Figures] = defaultdict(Figures)
    for path, figures in parts:
        for above in lineage(path)[:-1]:
            net[above] += -figures
        for above in lineage(to):
            net[above] += figures
    changed = [path for path, figures in net.items() if figures != Figures()]
    rows = dict(Unit.objects.filter(path__in=changed).order_by("path").values_list("path", "name"))
    present = _figures(changed, year)
    lines = [_change(name, present.get(path, Figures()), net[path]) for path, name in rows.items()]
    if wish.kind == ReorganisationKind.MERGE:
        lines += [Change(unit.name, own.get(str(unit.path), Figures()), None) for unit in wish.units]
    if wish.kind == ReorganisationKind.SPLIT:
        lines.append(Change(wish.name, None, sum((figures for _path, figures in parts), Figures())))
    return lines


def _change(name: str, before: Figures, net: Figures) -> Change:
    return Change(name, before, before + net)


def _figures(paths: list[str], year: int) -> dict[str, Figures]:
    numbers = dict(Unit.objects.filter(path__in=paths).values_list("pk", "path"))
    rows = UnitStanding.objects.filter(unit_id__in=numbers, year=year).values_list("unit_id", *NAMES)
    return {numbers[number]: Figures(*figures) for number, *figures in rows}


def _of_chosen(wish: Wish, year: int) -> Figures:
    learners = ClassPlace.objects.filter(class_group__in=wish.class_ids).values("person_id")
    chosen = Q(learner_id__in=learners) | Q(learner_id__in=wish.person_ids, unit_path=wish.units[0].path)
    rows = Standing.objects.filter(chosen, year=year, counted=True)
    found = rows.aggregate(
        people=Count("pk"), met=Count("pk", filter=Q(met_at__isnull=False)), hundredths=Sum("hundredths", default=0)
    )
    return Figures(**found)


def preview_of(wish: Wish, now: datetime) -> dict[str, Any]:
    """What is shown before somebody decides."""
    effect: Effect = effect_of(wish, now)
    return {"wish": wish, "effect": effect, "changes": changes_of(wish, now)}


def progress_of(reorganisation: Reorganisation) -> dict[str, int]:
    """How many people have followed, and how many there are."""
    whole = reorganisation.effect["learners"] + reorganisation.effect["other_people"]
    left = people_left(reorganisation)
    return {"done": max(whole - left, 0), "whole": max(whole, left)}
