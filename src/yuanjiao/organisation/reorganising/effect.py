"""What a reorganisation would do, in numbers: shown before it is decided, kept with it afterwards."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from yuanjiao.organisation import events
from yuanjiao.organisation.models import (
    LARGEST_CLASS,
    ClassGroup,
    Person,
    ReorganisationKind,
    Role,
    RoleGrant,
    Unit,
)
from yuanjiao.organisation.partition import rebalanced
from yuanjiao.organisation.reorganising.wish import Wish
from yuanjiao.organisation.scope import grants_in_force
from yuanjiao.organisation.subtree import in_subtrees


@dataclass(frozen=True, slots=True)
class Effect:
    """People, class groups, administrators and lower units that a reorganisation concerns.

    `classes_after` is how many class groups the unit that remains would have, `changing_class` how many people
    would find themselves in another class; `belongings` names what is handed over, with its number.
    """

    learners: int
    other_people: int
    units_below: int
    classes: int
    classes_after: int
    changing_class: int
    teachers: int
    roles_kept: int
    roles_ended: int
    belongings: tuple[events.Belonging, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The figures without what is handed over."""
        return {name: number for name, number in asdict(self).items() if name != "belongings"}


def effect_of(wish: Wish, now: datetime) -> Effect:
    """The effect of a wish as things stand; a fixed number of queries."""
    moved = topmost_moved(wish)
    people = people_of(wish, moved).aggregate(
        learners=Count("pk", filter=Q(is_active=True, is_learner=True)),
        other_people=Count("pk", filter=Q(is_active=True, is_learner=False)),
    )
    groups = _classes(wish, moved)
    merged_into = wish.target if wish.kind == ReorganisationKind.MERGE else None
    sizes = [*groups.values_list("size", flat=True), *_sizes_of(merged_into)] if merged_into else []
    evened = rebalanced(sizes, LARGEST_CLASS) if wish.evens_classes else sizes
    kept, ended = _roles(wish, moved, now)
    paths = [str(unit.path) for unit in moved]
    handed_over = wish.kind != ReorganisationKind.RENAME
    found = [each for ask in events.belongings for each in ask(paths)] if handed_over and paths else []
    return Effect(
        **people,
        units_below=Unit.objects.filter(in_subtrees(paths), valid_to=None).exclude(path__in=wish.paths).count(),
        classes=groups.count(),
        classes_after=sum(size > 0 for size in evened) if merged_into else groups.count(),
        changing_class=sum(max(before - after, 0) for before, after in zip(sizes, evened, strict=False))
        + leaving_their_class(wish).count(),
        teachers=groups.exclude(teacher=None).order_by().values("teacher").distinct().count(),
        roles_kept=kept,
        roles_ended=ended,
        belongings=tuple(each for each in found if each.number),
    )


def topmost_moved(wish: Wish) -> list[Unit]:
    """The units whose whole subtree is concerned: of a split, the lower units that it takes along."""
    if wish.kind == ReorganisationKind.SPLIT:
        return list(Unit.objects.filter(pk__in=wish.below_ids).order_by("path"))
    return list(wish.units)


def leaving_their_class(wish: Wish) -> QuerySet[Person]:
    """Whom a split takes along without their class: they find one in the new unit."""
    placed = Person.objects.filter(_one_by_one(wish), class_place__isnull=False)
    return placed.exclude(class_place__class_group__in=wish.class_ids)


def people_of(wish: Wish, moved: list[Unit]) -> QuerySet[Person]:
    """The people whom a reorganisation concerns."""
    reach = in_subtrees([str(unit.path) for unit in moved], "unit__path")
    return Person.objects.filter(reach | Q(class_place__class_group__in=wish.class_ids) | _one_by_one(wish))


def _one_by_one(wish: Wish) -> Q:
    return Q(pk__in=wish.person_ids, unit__in=wish.units)


def _classes(wish: Wish, moved: list[Unit]) -> QuerySet[ClassGroup]:
    reach = in_subtrees([str(unit.path) for unit in moved], "unit__path")
    if wish.kind == ReorganisationKind.MERGE:
        reach = Q(unit__in=wish.units)
    return ClassGroup.objects.filter(reach | Q(pk__in=wish.class_ids)).order_by("unit__path", "number")


def _sizes_of(unit: Unit) -> list[int]:
    return list(ClassGroup.objects.filter(unit=unit).order_by("number").values_list("size", flat=True))


def _roles(wish: Wish, moved: list[Unit], now: datetime) -> tuple[int, int]:
    """How many appointments pass to the heirs, and how many end."""
    reach = in_subtrees([str(unit.path) for unit in moved], "unit__path")
    grants = RoleGrant.objects.filter(grants_in_force(now), reach)
    whole = grants.count()
    if wish.kind != ReorganisationKind.MERGE or wish.keeps_administrators:
        return whole, 0
    ended = grants.filter(unit__in=wish.units).exclude(role=Role.CLASS_TEACHER).count()
    return whole - ended, ended
