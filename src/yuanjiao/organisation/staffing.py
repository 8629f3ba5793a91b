"""Who could teach the classes that have no teacher: the lightest laden of those appointed, then colleagues (A18)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Sum, Value, When, Window
from django.db.models.functions import RowNumber

from yuanjiao.organisation.models import LARGEST_CLASS, ClassGroup, Person, Role, RoleGrant
from yuanjiao.organisation.scope import Scope, grants_in_force
from yuanjiao.organisation.subtree import lineage

TEACHING_LEVELS = ("142", "141", "150")
"""Of the colleagues who might be asked: deputy section chiefs first, then chiefs, then clerks."""


KINDS = ("appointed", "colleague", "nobody")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who could teach a class; nobody where the unit has nobody left.

    `learners` are those whom she would look after, this class included; `appointed`: she holds the role already.
    """

    group: ClassGroup
    teacher: Person | None = None
    learners: int = 0
    appointed: bool = False

    @property
    def kind(self) -> str:
        """Whether she is appointed already, a colleague who would be, or nobody was found."""
        return "nobody" if self.teacher is None else "appointed" if self.appointed else "colleague"


@dataclass(frozen=True, slots=True)
class Staffing:
    """A proposal for each class without a teacher; the same as long as nobody's classes, role or unit change."""

    proposals: list[Proposal]

    def narrowed(self, to: str) -> list[Proposal]:
        """The proposals of one kind: ``appointed``, ``colleague`` or ``nobody``; any other word narrows nothing."""
        return [each for each in self.proposals if to not in KINDS or each.kind == to]

    @property
    def mark(self) -> str:
        """What tells this plan from every other."""
        pairs = [(each.group.pk, each.teacher.pk) for each in self.proposals if each.teacher]
        return hashlib.sha256(repr(pairs).encode()).hexdigest()[:32]


@dataclass(slots=True)
class _Appointed:
    """Those who hold the role, by the tree path on which they hold it, and how many learners each looks after."""

    by_path: dict[str, list[Person]] = field(default_factory=dict)
    load: dict[int, int] = field(default_factory=dict)

    def lightest(self, group: ClassGroup) -> Person | None:
        """Whoever of them has room for the class: first from its own unit, then with the fewest learners."""
        able = {
            person.pk: person
            for path in lineage(group.unit.path)
            for person in self.by_path.get(path, ())
            if self.load[person.pk] + group.size <= LARGEST_CLASS
        }
        return min(able.values(), key=lambda each: self._order(each, group), default=None)

    def _order(self, person: Person, group: ClassGroup) -> tuple[bool, int, str]:
        return person.unit_id != group.unit_id, self.load[person.pk], str(person.staff_number)


def staffing_of(scope: Scope, groups: QuerySet[ClassGroup], now: datetime, *, colleagues: bool = True) -> Staffing:
    """Who of the scope could teach those of these classes that have no teacher; four queries.

    Nobody is given more than forty learners. Who holds the role goes first; of the others, unless only the appointed
    are wanted, colleagues of the unit who teach nothing, preferably not a class that they sit in.
    """
    waiting = list(groups.filter(teacher__isnull=True).select_related("unit").order_by("unit__path", "number"))
    appointed = _appointed(scope, waiting, now)
    chosen: dict[int, Proposal] = {}
    for group in waiting:
        if teacher := appointed.lightest(group):
            appointed.load[teacher.pk] += group.size
            chosen[group.pk] = Proposal(group, teacher, appointed.load[teacher.pk], appointed=True)
    left = [group for group in waiting if group.pk not in chosen]
    if colleagues and left:
        taken = {each.teacher.pk for each in chosen.values() if each.teacher}
        chosen |= {each.group.pk: each for each in _from_colleagues(scope, left, taken)}
    return Staffing([chosen.get(group.pk, Proposal(group)) for group in waiting])


def _appointed(scope: Scope, waiting: Sequence[ClassGroup], now: datetime) -> _Appointed:
    paths = {path for group in waiting for path in lineage(group.unit.path)}
    # Whoever only stands in for some days has a role that ends; she is not asked to teach for good.
    held = RoleGrant.objects.filter(grants_in_force(now), role=Role.CLASS_TEACHER, ended_at=None, unit__path__in=paths)
    pairs = list(held.order_by("pk").values_list("person_id", "unit__path"))
    people = scope.people().filter(pk__in={person for person, _path in pairs}, is_active=True).in_bulk()
    laden = ClassGroup.objects.filter(teacher__in=people).values_list("teacher").annotate(learners=Sum("size"))
    found = _Appointed(load=dict.fromkeys(people, 0) | dict(laden.order_by()))
    for number, path in pairs:
        if person := people.get(number):
            found.by_path.setdefault(path, []).append(person)
    return found


def _from_colleagues(scope: Scope, left: Sequence[ClassGroup], taken: Iterable[int]) -> Iterator[Proposal]:
    wanted: defaultdict[int, int] = defaultdict(int)
    for group in left:
        wanted[group.unit_id] += 1
    free: defaultdict[int, list[Any]] = defaultdict(list)
    for person in _free_colleagues(scope, wanted, taken):
        free[person.unit_id].append(person)
    for group in left:
        candidates = free[group.unit_id]
        if candidates:
            teacher = next((each for each in candidates if each.sits_in != group.pk), candidates[0])
            candidates.remove(teacher)
            yield Proposal(group, teacher, group.size)


def _free_colleagues(scope: Scope, wanted: dict[int, int], taken: Iterable[int]) -> Iterable[Any]:
    """As many of each unit as are wanted, and one more, so that she need not teach the class that she sits in."""
    levels = [When(post_level=level, then=Value(place)) for place, level in enumerate(TEACHING_LEVELS)]
    suited = Case(*levels, default=Value(len(levels)), output_field=IntegerField())
    people = scope.people().filter(is_active=True, unit__in=wanted, classes_taught=None).exclude(pk__in=taken)
    turn = Window(RowNumber(), partition_by=F("unit_id"), order_by=[suited.asc(), F("staff_number").asc()])
    return (
        people.annotate(turn=turn, sits_in=F("class_place__class_group"))
        .filter(turn__lte=max(wanted.values()) + 1)
        .order_by("unit_id", "turn")
    )
