"""Who could teach the classes that have no teacher: the lightest laden of those appointed, then colleagues (A18).

A whole city lacks thousands at times, and a page shows fifty: the plan is made of plain values, and only what is shown
or carried out is read as rows.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, QuerySet, Sum, Value, When, Window
from django.db.models.functions import RowNumber

from yuanjiao.organisation.models import LARGEST_CLASS, ClassGroup, Person, Role, RoleGrant
from yuanjiao.organisation.scope import Scope, grants_in_force
from yuanjiao.organisation.subtree import lineage

FIRST_ASKED, *OTHERS_ASKED = "142", "141", "150"
"""Of the colleagues who might be asked: deputy section chiefs first, then chiefs, then clerks, then the rest."""
FEW = 200
"""So many places are named in a query; of more, all are read and looked through here, which is quicker."""
KINDS = ("appointed", "colleague", "nobody")


class Waiting(NamedTuple):
    """A class without a teacher."""

    number: int
    unit_id: int
    path: str
    size: int


class Candidate(NamedTuple):
    """Somebody who might teach, and the class that she sits in herself."""

    number: int
    unit_id: int
    staff_number: str
    sits_in: int | None = None


class Choice(NamedTuple):
    """Who could teach a class, by number; none where the unit has nobody left. The rest is as in `Proposal`."""

    group: Waiting
    teacher: int | None = None
    learners: int = 0
    appointed: bool = False

    @property
    def kind(self) -> str:
        """Whether she is appointed already, a colleague who would be, or nobody was found."""
        return "nobody" if self.teacher is None else "appointed" if self.appointed else "colleague"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who could teach a class; nobody where the unit has nobody left.

    `learners` are those whom she would look after, this class included; `appointed`: she holds the role already.
    """

    group: ClassGroup
    teacher: Person | None = None
    learners: int = 0
    appointed: bool = False


@dataclass(frozen=True, slots=True)
class Staffing:
    """A choice for each class without a teacher; the same as long as nobody's classes, role or unit change."""

    choices: list[Choice]

    def narrowed(self, to: str) -> list[Choice]:
        """The choices of one kind: ``appointed``, ``colleague`` or ``nobody``; any other word narrows nothing."""
        return [each for each in self.choices if to not in KINDS or each.kind == to]

    @property
    def mark(self) -> str:
        """What tells this plan from every other."""
        pairs = [(each.group.number, each.teacher) for each in self.choices if each.teacher]
        return hashlib.sha256(repr(pairs).encode()).hexdigest()[:32]


def proposals_of(choices: Iterable[Choice]) -> list[Proposal]:
    """Choices with the rows of their classes and people; two queries. A class that is gone since is passed over."""
    choices = list(choices)
    groups = ClassGroup.objects.select_related("unit").in_bulk([each.group.number for each in choices])
    teachers = Person.objects.in_bulk([each.teacher for each in choices if each.teacher])
    return [
        Proposal(groups[each.group.number], teachers.get(each.teacher or 0), each.learners, each.appointed)
        for each in choices
        if each.group.number in groups
    ]


@dataclass(slots=True)
class _Appointed:
    """Those who hold the role, by the tree path on which they hold it, and how many learners each looks after."""

    by_path: dict[str, list[Candidate]] = field(default_factory=dict)
    load: dict[int, int] = field(default_factory=dict)

    def lightest(self, group: Waiting) -> Candidate | None:
        """Whoever of them has room for the class: first from its own unit, then with the fewest learners."""
        able = (
            person
            for path in lineage(group.path)
            for person in self.by_path.get(path, ())
            if self.load[person.number] + group.size <= LARGEST_CLASS
        )
        return min(able, key=lambda each: self._order(each, group), default=None)

    def _order(self, person: Candidate, group: Waiting) -> tuple[bool, int, str]:
        return person.unit_id != group.unit_id, self.load[person.number], person.staff_number


def staffing_of(scope: Scope, groups: QuerySet[ClassGroup], now: datetime, *, colleagues: bool = True) -> Staffing:
    """Who of the scope could teach those of these classes that have no teacher; four to six queries.

    Nobody is given more than forty learners. Who holds the role goes first; of the others, unless only the appointed
    are wanted, colleagues of the unit who teach nothing, preferably not a class that they sit in.
    """
    rows = groups.filter(teacher__isnull=True).order_by("unit__path", "number")
    waiting = [Waiting(*row) for row in rows.values_list("pk", "unit_id", "unit__path", "size")]
    appointed = _appointed(scope, waiting, now) if waiting else _Appointed()
    chosen: dict[int, Choice] = {}
    taken: list[Candidate] = []
    for group in waiting:
        if teacher := appointed.lightest(group):
            appointed.load[teacher.number] += group.size
            taken.append(teacher)
            chosen[group.number] = Choice(group, teacher.number, appointed.load[teacher.number], appointed=True)
    left = [group for group in waiting if group.number not in chosen]
    if colleagues and left:
        chosen |= {each.group.number: each for each in _from_colleagues(scope, left, set(taken))}
    return Staffing([chosen.get(group.number, Choice(group)) for group in waiting])


def _appointed(scope: Scope, waiting: Sequence[Waiting], now: datetime) -> _Appointed:
    paths = {path for group in waiting for path in lineage(group.path)}
    # Whoever only stands in for some days has a role that ends; she is not asked to teach for good.
    held = RoleGrant.objects.filter(grants_in_force(now), role=Role.CLASS_TEACHER, ended_at=None)
    if len(paths) <= FEW:
        held = held.filter(unit__path__in=paths)
    pairs = [pair for pair in held.order_by("pk").values_list("person_id", "unit__path") if pair[1] in paths]
    able = scope.people().filter(is_active=True, pk__in=held.values("person_id"))
    people = {row[0]: Candidate(*row) for row in able.values_list("pk", "unit_id", "staff_number")}
    laden = ClassGroup.objects.filter(teacher__in=held.values("person_id")).values_list("teacher")
    found = _Appointed(load=dict.fromkeys(people, 0) | dict(laden.annotate(learners=Sum("size")).order_by()))
    for number, path in dict.fromkeys(pairs):
        if person := people.get(number):
            found.by_path.setdefault(path, []).append(person)
    return found


def _from_colleagues(scope: Scope, left: Sequence[Waiting], taken: set[Candidate]) -> Iterator[Choice]:
    wanted = Counter(group.unit_id for group in left)
    free = _free_colleagues(scope, wanted, taken)
    for group in left:
        candidates = free[group.unit_id]
        if candidates:
            teacher = next((each for each in candidates if each.sits_in != group.number), candidates[0])
            candidates.remove(teacher)
            yield Choice(group, teacher.number, group.size)


def _free_colleagues(
    scope: Scope, wanted: Mapping[int, int], taken: set[Candidate]
) -> defaultdict[int, list[Candidate]]:
    """As many of each unit as are wanted, and one more, so that she need not teach the class that she sits in.

    Deputy section chiefs suffice for most units: only where they do not, everybody else is put in order, which of a
    whole city took ten times as long.
    """
    # Who is taken already stands among the first, perhaps.
    most = max(wanted.values()) + 1 + max(Counter(each.unit_id for each in taken).values(), default=0)
    people = scope.people().filter(is_active=True, classes_taught=None)
    if len(wanted) <= FEW:
        people = people.filter(unit__in=wanted)
    numbers = {each.number for each in taken}
    free: defaultdict[int, list[Candidate]] = defaultdict(list)

    def gather(some: QuerySet[Person]) -> None:
        for candidate in _in_turn(some, most):
            if candidate.unit_id in wanted and candidate.number not in numbers:
                free[candidate.unit_id].append(candidate)

    gather(people.filter(post_level=FIRST_ASKED))
    short = [unit for unit, number in wanted.items() if len(free[unit]) <= number]
    if short:
        rest = people.exclude(post_level=FIRST_ASKED)
        gather(rest.filter(unit__in=short) if len(short) <= FEW else rest)
    return free


def _in_turn(people: QuerySet[Person], most: int) -> Iterator[Candidate]:
    """The first people of each unit in the order in which they would be asked."""
    levels = [When(post_level=level, then=Value(place)) for place, level in enumerate(OTHERS_ASKED)]
    suited = Case(*levels, default=Value(len(levels)), output_field=IntegerField())
    turn = Window(RowNumber(), partition_by=F("unit_id"), order_by=[suited.asc(), F("staff_number").asc()])
    first = people.annotate(turn=turn).filter(turn__lte=most).order_by("unit_id", "turn")
    for row in first.values_list("pk", "unit_id", "staff_number", "class_place__class_group"):
        yield Candidate(*row)
