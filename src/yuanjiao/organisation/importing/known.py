"""What a check compares with: the units, and the people who are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from yuanjiao.organisation.models import Person, Unit, UnitName
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import Scope
from yuanjiao.organisation.subtree import within

AMBIGUOUS = 0


class KnownPerson(NamedTuple):
    """A person as the table holds her; the order is that of the query below."""

    id: int
    staff_number: str
    full_name: str
    unit_id: int
    post_level: str
    rank: str
    position: str
    appointed_on: str
    phone: str
    email: str
    is_learner: bool
    is_active: bool


@dataclass(slots=True)
class Known:
    """Everything a row is checked against, read once for a file."""

    units: dict[str, int]
    closed: frozenset[int]
    within_scope: frozenset[int]
    people: dict[str, KnownPerson]
    phones: dict[str, str]
    emails: dict[str, str]
    tags: dict[int, frozenset[str]]


def load_known(scope: Scope) -> Known:
    """Units by code, by name path and by unambiguous name; people by staff number."""
    prefixes = scope.prefixes(Permission.PEOPLE_IMPORT)
    units: dict[str, int] = {}
    ended = dict(UnitName.objects.exclude(code="").order_by("until").values_list("code", "unit_id"))
    names: dict[str, str] = {}
    closed, allowed = set(), set()
    rows = Unit.objects.order_by("path").values_list("pk", "path", "name", "short_name", "code", "valid_to")
    for pk, path, name, short_name, code, valid_to in rows:
        above = names.get(path[: -Unit.steplen], "")
        names[path] = f"{above}/{name}" if above else name
        ways = {names[path], names[path].partition("/")[2], name, short_name} - {""}
        # A unit that ended is found by its words, as any is by a former code, where no open unit has them now.
        known = units if valid_to is None else ended
        for way in ways:
            known[way] = AMBIGUOUS if way in known else pk
        if code:
            known[code] = pk
        if valid_to is not None:
            closed.add(pk)
        if within(path, prefixes):
            allowed.add(pk)
    units = ended | units
    return Known(units, frozenset(closed), frozenset(allowed), *_load_people())


def _load_people() -> tuple[dict[str, KnownPerson], dict[str, str], dict[str, str], dict[int, frozenset[str]]]:
    people, phones, emails = {}, {}, {}
    fields = KnownPerson._fields
    for row in Person.everyone.values_list(*fields).iterator(chunk_size=5000):
        person = KnownPerson(*row)
        day = person.appointed_on.isoformat() if person.appointed_on else ""  # type: ignore[attr-defined]  # a date here
        person = person._replace(appointed_on=day, phone=person.phone or "", email=person.email or "")
        people[person.staff_number] = person
        if person.phone:
            phones[person.phone] = person.staff_number
        if person.email:
            emails[person.email.lower()] = person.staff_number
    tags: dict[int, set[str]] = {}
    for person_id, tag in Person.tags.through.objects.values_list("person_id", "tag__name"):
        tags.setdefault(person_id, set()).add(tag)
    return people, phones, emails, {person_id: frozenset(names) for person_id, names in tags.items()}
