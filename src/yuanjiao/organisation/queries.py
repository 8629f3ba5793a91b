"""Reads for the administrators' pages; every one goes through the scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise

from yuanjiao.organisation.models import (
    RUNNING,
    ClassGroup,
    ClassPlace,
    ImportJob,
    ImportStatus,
    Membership,
    Person,
    Role,
    RoleGrant,
    Unit,
    UnitName,
)
from yuanjiao.organisation.reorganising.reading import tell_of_ends
from yuanjiao.organisation.roles import DESCRIPTIONS, Permission, roles_with
from yuanjiao.organisation.scope import Scope, grants_in_force
from yuanjiao.organisation.subtree import in_subtrees, lineage

PEOPLE_SORTS = {
    "staff_number": ("staff_number",),
    "-staff_number": ("-staff_number",),
    "name": ("initials", "staff_number"),
    "unit": ("unit__path", "staff_number"),
    "level": ("post_level", "staff_number"),
    "-joined": ("-joined_at", "staff_number"),
}

SOON = timedelta(days=7)
"""How long before its end an unused one-time code is worth a reminder."""


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What a list of people is narrowed to; empty words narrow nothing."""

    words: str = ""
    unit: Unit | None = None
    post_level: str = ""
    role: str = ""
    active: str = "yes"
    lacking: str = ""
    class_teacher: Person | None = None
    sort: str = "staff_number"


def find_people(scope: Scope, wanted: PeopleFilter, now: datetime) -> QuerySet[Person]:
    """The people of the scope that fit, with their units, in the wanted order."""
    people = scope.people().select_related("unit")
    if wanted.words:
        people = people.filter(_matching(wanted.words))
    if wanted.unit is not None:
        people = people.filter(in_subtrees([wanted.unit.path], "unit__path"))
    if wanted.post_level:
        people = people.filter(post_level=wanted.post_level)
    if wanted.active in {"yes", "no"}:
        people = people.filter(is_active=wanted.active == "yes")
    if wanted.lacking:
        people = people.filter(lacks(wanted.lacking, now), is_active=True, is_learner=True)
    if wanted.class_teacher is not None:
        people = people.filter(class_place__class_group__teacher=wanted.class_teacher)
    if wanted.role:
        held = RoleGrant.objects.filter(grants_in_force(now), role=wanted.role)
        people = people.filter(pk__in=held.values("person_id"))
    return people.order_by(*PEOPLE_SORTS.get(wanted.sort, PEOPLE_SORTS["staff_number"]))


def lacks(what: str, now: datetime) -> Q:
    """The condition that someone has no class, has never signed in, or has a code that soon runs out unused."""
    if what == "class":
        return Q(class_place__isnull=True)
    never = Q(last_login__isnull=True)
    expiring = Q(one_time_code_expires__gt=now, one_time_code_expires__lte=now + SOON)
    return never & expiring if what == "code" else never


def _matching(words: str) -> Q:
    """By name; by initials and the start of the staff number; by the whole phone or e-mail."""
    word = words.strip()
    if not word.isascii():
        return Q(full_name__contains=word)
    lower = word.lower()
    return Q(initials__startswith=lower) | Q(staff_number__startswith=word) | Q(phone=word) | Q(email=lower)


def people_named(scope: Scope, words: str, most: int = 200) -> list[int]:
    """The numbers of people, also of those who have left, whose name, initials or staff number is like this.

    Of everybody, for narrowing what is within a scope already; a common name is looked for in the scope first, so that
    namesakes elsewhere keep nobody out.
    """
    near, anywhere = scope.people(), Person.everyone.all()
    found = [people.filter(_matching(words)).order_by("pk").values_list("pk", flat=True) for people in (near, anywhere)]
    return sorted({number for numbers in found for number in numbers[:most]})


def suggest_people(scope: Scope, words: str) -> QuerySet[Person]:
    """Up to ten active people of the scope whose name, initials or staff number begin like this."""
    return suggest_among(scope.people(), words)


def suggest_among(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Up to ten active ones of these people whose name, initials or staff number begin like this."""
    return people.filter(_matching(words), is_active=True).select_related("unit").order_by("staff_number")[:10]


def who_may_stand_in(group: ClassGroup) -> QuerySet[Person]:
    """The colleagues of a class's own unit: a class teacher, whose scope is her class, finds nobody further away."""
    return Person.objects.filter(unit_id=group.unit_id)


def suggest_units(scope: Scope, words: str, permission: Permission) -> QuerySet[Unit]:
    """Up to ten open units of the scope whose name contains the words or whose code begins with them."""
    units = scope.units(permission).filter(valid_to__isnull=True)
    return units.filter(Q(name__contains=words) | Q(short_name__contains=words) | Q(code__startswith=words))[:10]


def named_in_full(units: list[Unit]) -> list[tuple[Unit, str]]:
    """Each unit with its name from the second level down, such as 万州区/高笋塘街道; one query for all."""
    paths = {path for unit in units for path in unit.lineage()}
    names = dict(Unit.objects.filter(path__in=paths).values_list("path", "name"))
    return [(unit, "/".join(names[path] for path in unit.lineage()[1:]) or unit.name) for unit in units]


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What the units below one are narrowed to; `deep` means all below it, not only the next level."""

    words: str = ""
    deep: bool = False
    kind: str = ""
    state: str = ""
    sort: str = ""


UNIT_SORTS: dict[str, Callable[[Unit], Any]] = {
    "": lambda unit: unit.path,
    "name": lambda unit: (unit.name, unit.path),
    "people": lambda unit: (-unit.people_below, unit.path),
}
EVERY_UNIT = UnitFilter()


def topmost_units(scope: Scope) -> QuerySet[Unit]:
    """The units at which the scope begins."""
    prefixes = scope.prefixes(Permission.UNITS_READ)
    return scope.units().filter(Q(depth=1) if "" in prefixes else Q(path__in=prefixes))


def units_below(scope: Scope, top: Unit | None, wanted: UnitFilter = EVERY_UNIT) -> list[Unit]:
    """The units below one, or those at and below the top of the scope, that fit.

    Each has `people_below` (the active people in it and below it), `above` (the names of the units above it) and
    `remark` (what has become of it).
    """
    if top is not None:
        reach = scope.units().filter(in_subtrees([top.path]), depth__gt=top.depth)
        reach = reach if wanted.deep else reach.filter(depth=top.depth + 1)
    else:
        reach = scope.units() if wanted.deep else topmost_units(scope)
    shown = list(_fitting(reach, wanted))
    roots = scope.prefixes(Permission.UNITS_READ) if top is None else (str(top.path),)
    _tell_of_people_and_place(shown, roots)
    tell_of_ends(shown)
    return sorted(shown, key=UNIT_SORTS.get(wanted.sort, UNIT_SORTS[""]))


def _fitting(units: QuerySet[Unit], wanted: UnitFilter) -> QuerySet[Unit]:
    if wanted.words:
        named = Q(name__contains=wanted.words) | Q(short_name__contains=wanted.words)
        before = UnitName.objects.filter(Q(name__contains=wanted.words) | Q(code__startswith=wanted.words))
        units = units.filter(named | Q(code__startswith=wanted.words) | Q(pk__in=before.values("unit_id")))
    if wanted.kind:
        units = units.filter(kind=wanted.kind)
    if wanted.state in {"open", "closed"}:
        units = units.filter(valid_to__isnull=wanted.state == "open")
    return units


def _tell_of_people_and_place(units: list[Unit], roots: tuple[str, ...]) -> None:
    """One query for any number of units: all at and below the roots with their people, and the names of those above."""
    reach = in_subtrees(roots) | Q(path__in={path for root in roots for path in lineage(root)})
    counted = Unit.objects.filter(reach).annotate(count=Count("people", filter=Q(people__is_active=True)))
    rows = list(counted.values_list("path", "name", "count")) if units else []
    names = {path: name for path, name, _count in rows}
    people: dict[str, int] = {}
    for path, _name, count in rows:
        for above in lineage(path):
            people[above] = people.get(above, 0) + count
    for unit in units:
        unit.people_below = people[unit.path]
        unit.above = "/".join(names[path] for path in unit.lineage()[1:-1])


def find_classes(
    scope: Scope, *, words: str = "", unit: Unit | None = None, without_teacher: bool = False
) -> QuerySet[ClassGroup]:
    """The class groups of the scope, in the order of the tree."""
    reach = scope.rows(Permission.CLASSES_READ, ClassGroup.objects.all())
    if scope.has(Permission.OWN_CLASS_READ):
        reach = reach | scope.own_classes()
    if words:
        reach = reach.filter(Q(name__contains=words) | Q(teacher__full_name__contains=words))
    if unit is not None:
        reach = reach.filter(in_subtrees([unit.path], "unit__path"))
    if without_teacher:
        reach = reach.filter(teacher__isnull=True)
    return reach.select_related("unit", "teacher").order_by("unit__path", "number")


def open_grants(scope: Scope, now: datetime, *, words: str = "", role: str = "") -> QuerySet[RoleGrant]:
    """The grants in force on units of the scope, in the order of the tree."""
    grants = scope.rows(Permission.ROLES_READ, RoleGrant.objects.filter(grants_in_force(now)))
    if words:
        found = Q(person__full_name__contains=words) | Q(person__staff_number__startswith=words)
        grants = grants.filter(found | Q(unit__name__contains=words))
    if role:
        grants = grants.filter(role=role)
    return grants.select_related("person", "unit", "granted_by").order_by("unit__path", "role", "person__staff_number")


def stays_of(person: Person) -> QuerySet[Membership]:
    """Where a person was, the present stay first."""
    newest = F("until").desc(nulls_first=True)
    return Membership.objects.filter(person=person).select_related("unit").order_by(newest, "-since", "-pk")


@dataclass(frozen=True, slots=True)
class Why:
    """By what somebody sees a unit or a person: her appointments, and the classes of hers that the person is in."""

    grants: tuple[tuple[RoleGrant, str | Promise], ...]
    classes: tuple[ClassGroup, ...] = ()


def why_of(scope: Scope, path: str, permission: Permission, now: datetime, person: Person | None = None) -> Why:
    """The open appointments that let her see what is at a tree path, the nearest first, each with what it is for."""
    roles = roles_with(permission)
    held = RoleGrant.objects.filter(grants_in_force(now), person_id=scope.person_id, role__in=roles)
    grants = held.filter(unit__path__in=lineage(path)).select_related("unit", "granted_by").order_by("-unit__path")
    told = tuple((each, DESCRIPTIONS[Role(each.role)].purpose) for each in grants)
    classes = scope.own_classes().filter(places__person=person).select_related("unit") if person else ()
    return Why(told, tuple(classes))


def imports_of(scope: Scope) -> QuerySet[ImportJob]:
    """The imports that this person started, the newest first."""
    return ImportJob.objects.filter(created_by_id=scope.person_id).order_by("-created_at")


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """What waits in the scope, or in one unit of it."""

    without_class: int
    never_signed_in: int
    codes_expiring: int
    classes_without_teacher: int
    imports_running: int
    imports_waiting: int
    imports_faulty: int


def desk_figures(scope: Scope, unit: Unit | None, now: datetime) -> DeskFigures:
    """The figures of the desk, in three queries."""
    people = find_people(scope, PeopleFilter(unit=unit), now).filter(is_learner=True).order_by()
    learners = people.aggregate(
        without_class=Count("pk", filter=lacks("class", now)),
        never_signed_in=Count("pk", filter=lacks("sign_in", now)),
        codes_expiring=Count("pk", filter=lacks("code", now)),
    )
    classes = find_classes(scope, unit=unit, without_teacher=True).order_by().count()
    faulty = Q(status=ImportStatus.CHECKED, wrong_rows__gt=0)
    unreadable = Q(status=ImportStatus.UNREADABLE, created_at__gt=now - SOON)
    imports = (
        imports_of(scope)
        .order_by()
        .aggregate(
            imports_running=Count("pk", filter=Q(status__in=RUNNING)),
            imports_waiting=Count("pk", filter=Q(status=ImportStatus.CHECKED, wrong_rows=0)),
            imports_faulty=Count("pk", filter=faulty | unreadable),
        )
    )
    return DeskFigures(**learners, classes_without_teacher=classes, **imports)


def tops_of(scope: Scope) -> list[Unit]:
    """The topmost units of the scope."""
    return list(topmost_units(scope))


def lineage_in(scope: Scope, unit: Unit) -> list[Unit]:
    """The unit and what stands above it within the scope, topmost first."""
    return list(scope.units().filter(path__in=unit.lineage()))


def units_directly_below(scope: Scope, unit: Unit, on: date) -> list[Unit]:
    """The units of the scope directly below one that have not ended by a day."""
    below = scope.units().filter(in_subtrees([unit.path]), depth=unit.depth + 1)
    return list(below.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)))


def active_people_of(unit: Unit) -> int:
    """How many active people are in this very unit."""
    return Person.objects.filter(unit=unit, is_active=True).count()


def place_of(person: Person) -> ClassPlace | None:
    """A person's place in a class, with the class and its teacher."""
    return ClassPlace.objects.select_related("class_group__teacher").filter(person=person).first()


def common_positions(people: QuerySet[Person], limit: int) -> list[str]:
    """The positions that most of these people hold, as the list of people writes them."""
    held = people.filter(is_active=True).exclude(position="").values("position").annotate(number=Count("pk"))
    return [each["position"] for each in held.order_by("-number", "position")[:limit]]
