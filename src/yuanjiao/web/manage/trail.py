"""The audit trail in words: who, by which right, did what to what, where, and what the entry tells besides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue import public as catalogue
from yuanjiao.credits import public as books
from yuanjiao.kernel import acts
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation import queries
from yuanjiao.organisation.models import Person, RoleGrant, Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.models import Campaign
from yuanjiao.oversight import public as oversight
from yuanjiao.web.manage.forms.trail import TrailFilter
from yuanjiao.web.manage.policies import changes_told, named
from yuanjiao.web.shell.listing import Column, Listing

AT_ONCE = 500
NAMES: Mapping[str, acts.Names] = {"policy": named}
"""Names that only the pages know."""
Readable = Callable[[Scope], QuerySet[Any]]
PAGES: Mapping[str, tuple[str, Readable]] = {
    "person": ("manage:person", lambda scope: scope.people()),
    "unit": ("manage:unit", lambda scope: scope.units()),
    "class": ("manage:class", queries.find_classes),
    "course": ("manage:course_life", lambda scope: catalogue.courses_in(scope, Permission.COURSES_READ)),
    "campaign": ("manage:campaign", lambda scope: scope.rows(Permission.CAMPAIGNS_READ, Campaign.objects.all())),
    "credit_claim": ("manage:claim", books.claims_in),
    "exemption": ("manage:exemption", books.exemptions_in),
    "circular": ("manage:circular", oversight.circulars_in),
    "talk": ("manage:talk", oversight.talks_in),
    "assessment": ("manage:assessment", oversight.assessments_in),
}
"""The page of a single thing of a kind, and which of them a reader may open."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What something was done to: its kind and, where it has one, its name; with its page if the reader may open it."""

    kind: str
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """Who did it, and by which right: the role she held then, or the unit she is in."""

    name: str
    right: str = ""
    person_id: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    subject: tuple[str, str]
    at: datetime
    who: Who
    act: str
    thing: Thing
    unit: str
    details: tuple[tuple[str, str], ...]

    @property
    def told(self) -> str:
        """The details in one line."""
        return str(_("；")).join(
            _("%(label)s：%(value)s") % {"label": label, "value": value} for label, value in self.details
        )


def lines_of(entries: Iterable[AuditEntry], scope: Scope) -> Iterator[Line]:
    """Each entry in words; names are read for five hundred at a time, a query for each kind of thing."""
    waiting = iter(entries)
    while part := list(islice(waiting, AT_ONCE)):
        yield from _Words(part, scope).lines()


def only_of(form: TrailFilter, lines: Sequence[Line]) -> str:
    """Whose or which entries are shown, where a link narrowed them; named as the entries name it."""
    if about := form.wanted("about"):
        kind, number = about.split(":", 1)
        names = {line.subject: line.thing.name for line in lines}
        label = acts.subject_of(kind).label
        return _("只看这里的操作：%(kind)s %(name)s。") % {"kind": label, "name": names.get((kind, number), "")}
    if actor := form.wanted("actor"):
        people = {line.who.person_id: line.who.name for line in lines}
        return _("只看这个人做的操作：%(name)s。") % {"name": people.get(actor, "")}
    return ""


class _Words:
    """The names that some entries need."""

    def __init__(self, entries: list[AuditEntry], scope: Scope) -> None:
        self.entries = entries
        numbers: defaultdict[str, set[str]] = defaultdict(set)
        for entry in entries:
            numbers[entry.subject_kind].add(entry.subject_id)
            for key, value in entry.detail.items():
                detail = acts.detail_of(entry.verb, key)
                if detail and detail.refers:
                    numbers[detail.refers].update(_referred(value))
        self.names = {kind: NAMES.get(kind, acts.subject_of(kind).names)(found) for kind, found in numbers.items()}
        self.open = {kind: _open_to(scope, kind, found) for kind, found in numbers.items() if kind in PAGES}
        actors = {entry.actor_id for entry in entries if entry.actor_id}
        self.actors = Person.everyone.select_related("unit").in_bulk(actors)
        self.readable = _open_to(scope, "person", {str(number) for number in actors})
        held = RoleGrant.objects.filter(person__in=actors).select_related("unit").order_by("unit__path", "granted_at")
        self.grants: defaultdict[int, list[RoleGrant]] = defaultdict(list)
        for grant in held:
            self.grants[grant.person_id].append(grant)
        paths = {entry.unit_path for entry in entries}
        self.units = dict(Unit.objects.filter(path__in=paths).values_list("path", "name"))

    def lines(self) -> Iterator[Line]:
        for entry in self.entries:
            yield Line(
                subject=(entry.subject_kind, entry.subject_id),
                at=entry.at,
                who=self._who(entry),
                act=acts.act_named(entry.verb),
                thing=self._thing(entry.subject_kind, entry.subject_id),
                unit=self.units.get(entry.unit_path, "") if entry.unit_path else _("全学院"),
                details=tuple(self._details(entry)),
            )

    def _who(self, entry: AuditEntry) -> Who:
        if entry.actor_id is None:
            return Who(_("系统"))
        person = self.actors.get(entry.actor_id)
        if person is None:
            return Who(_("人员 %(number)s") % {"number": entry.actor_id}, person_id=entry.actor_id)
        address = reverse("manage:person", args=[person.pk]) if str(person.pk) in self.readable else ""
        return Who(person.full_name, self._right(entry, person), person.pk, address)

    def _right(self, entry: AuditEntry, person: Person) -> str:
        then = [each for each in self.grants[person.pk] if _in_force(each, entry.at)]
        fitting = [each for each in then if entry.unit_path.startswith(each.unit.path)] or then
        if not fitting:
            return str(person.unit.name)
        return _("%(unit)s · %(role)s") % {"unit": fitting[0].unit.name, "role": fitting[0].get_role_display()}

    def _thing(self, kind: str, number: str) -> Thing:
        label, name = str(acts.subject_of(kind).label), self.names.get(kind, {}).get(number, "")
        address = reverse(PAGES[kind][0], args=[number]) if number in self.open.get(kind, ()) else ""
        return Thing(label, name or number, address)

    def _details(self, entry: AuditEntry) -> Iterator[tuple[str, str]]:
        if entry.subject_kind == "policy":
            yield from changes_told(entry.subject_id, entry.detail)
        name = self.names[entry.subject_kind].get(entry.subject_id)
        for key, value in entry.detail.items():
            detail = acts.detail_of(entry.verb, key)
            if detail is None or value in (None, "", [], {}, name):
                continue
            if detail.refers:
                found = self.names[detail.refers]
                said = acts.listed([found.get(number, number) for number in _referred(value)])
            else:
                said = (detail.say or acts.said)(value)
            if said:
                yield str(detail.label), said


def _referred(value: Any) -> list[str]:
    """The numbers of the things that a detail names."""
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each]


def _in_force(grant: RoleGrant, at: datetime) -> bool:
    return grant.granted_at <= at and (grant.ended_at is None or grant.ended_at > at)


def _open_to(scope: Scope, kind: str, numbers: Collection[str]) -> set[str]:
    asked = [int(number) for number in numbers if number.isdecimal()]
    if not asked:
        return set()
    return {str(number) for number in PAGES[kind][1](scope).filter(pk__in=asked).values_list("pk", flat=True)}


TRAIL = Listing(
    "trail",
    gettext_lazy("操作记录"),
    (
        Column(gettext_lazy("时间"), lambda line: line.at, 20),
        Column(gettext_lazy("谁做的"), lambda line: line.who.name),
        Column(gettext_lazy("以什么身份"), lambda line: line.who.right, 28),
        Column(gettext_lazy("做了什么"), lambda line: line.act, 24),
        Column(gettext_lazy("对象类别"), lambda line: line.thing.kind),
        Column(gettext_lazy("对象"), lambda line: line.thing.name, 32),
        Column(gettext_lazy("单位"), lambda line: line.unit, 28),
        Column(gettext_lazy("详情"), lambda line: line.told, 48),
    ),
)
