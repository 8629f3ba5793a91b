"""How evening out a unit's classes would go: who moves where, and how large each class is before and after (A18)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from yuanjiao.organisation.models import LARGEST_CLASS, ClassGroup, ClassPlace, Person, Unit
from yuanjiao.organisation.partition import rebalanced


@dataclass(frozen=True, slots=True)
class ClassSize:
    """A class before and after; at 0 it is dissolved."""

    group: ClassGroup
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class ClassMove:
    """One person's way from her class to another."""

    person: Person
    source: ClassGroup
    target: ClassGroup


@dataclass(frozen=True, slots=True)
class Rebalancing:
    """The whole plan; it stays the same as long as nobody's place changes."""

    sizes: list[ClassSize]
    moves: list[ClassMove]

    @property
    def dissolved(self) -> list[ClassGroup]:
        """The classes that end empty."""
        return [size.group for size in self.sizes if size.after == 0]

    @property
    def mark(self) -> str:
        """What tells this plan from every other."""
        steps = [(move.person.pk, move.source.pk, move.target.pk) for move in self.moves]
        return hashlib.sha256(repr((steps, [group.pk for group in self.dissolved])).encode()).hexdigest()[:32]


def rebalancing_of(unit: Unit) -> Rebalancing:
    """The plan that moves as few people as possible, those who came last first; two queries."""
    groups = list(ClassGroup.objects.filter(unit=unit).order_by("number"))
    after = rebalanced([group.size for group in groups], LARGEST_CLASS)[: len(groups)]
    sizes = [ClassSize(group, group.size, target) for group, target in zip(groups, after, strict=True)]
    leaving = list(_leaving(unit, sizes))
    targets = [size.group for size in sizes for _place in range(max(size.after - size.before, 0))]
    moves = [ClassMove(person, source, target) for (person, source), target in zip(leaving, targets, strict=True)]
    return Rebalancing(sizes, moves)


def _leaving(unit: Unit, sizes: list[ClassSize]) -> Iterator[tuple[Person, ClassGroup]]:
    latest = defaultdict(list)
    places = ClassPlace.objects.filter(class_group__unit=unit).select_related("person")
    for place in places.order_by("-since", "-pk"):
        latest[place.class_group_id].append(place.person)
    for size in sizes:
        for person in latest[size.group.pk][: max(size.before - size.after, 0)]:
            yield person, size.group
