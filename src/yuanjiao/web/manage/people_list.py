"""The people list: who is found, each with where she stands this year, and what its Excel file says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.credits.public import (
    Pace,
    YearStanding,
    forecast,
    has_pace,
    standings_of,
    year_of,
)
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope
from yuanjiao.organisation.queries import find_people
from yuanjiao.organisation.sheets import Cell
from yuanjiao.oversight.public import has_not_noted
from yuanjiao.web.manage.forms.people import STANDINGS, PeopleFilterForm
from yuanjiao.web.manage.listings.people import NAME, STAFF_NUMBER, STATE, UNIT
from yuanjiao.web.shell.listing import Column, Listing

AT_ONCE = 500
TONES = {
    Pace.MET: "pine",
    Pace.ON_TRACK: "pine",
    Pace.AT_RISK: "amber",
    Pace.BEHIND: "cinnabar",
    Pace.NOT_STARTED: "slate",
}
NAMES: dict[str, Promise] = dict(STANDINGS[1:])


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of the list; whoever owes nothing this year, or has left, stands nowhere."""

    person: Person
    stands: YearStanding | None
    pace: Pace | None

    @property
    def tone(self) -> str:
        """The colour of her pace."""
        return TONES[self.pace] if self.pace else ""

    @property
    def pace_name(self) -> str:
        """Her pace in words."""
        return str(NAMES[self.pace]) if self.pace else ""


def people_found(scope: Scope, form: PeopleFilterForm, now: datetime) -> QuerySet[Person]:
    """The people of the scope that fit the whole filter."""
    people = find_people(scope, form.wanted(), now)
    paces, measures = form.paces(), form.measures()
    people = people.filter(has_not_noted(measures)) if measures else people
    return people.filter(has_pace(paces, now)) if paces else people


def listed(people: Iterable[Person], now: datetime) -> Iterator[Listed]:
    """Each with her standing; one query for every five hundred."""
    waiting = iter(people)
    while part := list(islice(waiting, AT_ONCE)):
        standings = standings_of([person.pk for person in part], year_of(now))
        for person in part:
            stands = standings.get(person.pk)
            yield Listed(person, stands, forecast(stands, now).pace if stands else None)


def _state(line: Listed) -> str:
    return _("在册") if line.person.is_active else _("已离册")


def _credits(name: str) -> Callable[[Listed], Cell]:
    return lambda line: getattr(line.stands, name) / 100 if line.stands else None


PEOPLE = Listing(
    "people",
    gettext_lazy("人员"),
    (
        Column(STAFF_NUMBER, lambda line: line.person.staff_number),
        Column(NAME, lambda line: line.person.full_name),
        Column(UNIT, lambda line: line.person.unit.name, 28),
        Column(gettext_lazy("职务层次"), lambda line: str(line.person.get_post_level_display())),
        Column(gettext_lazy("职级"), lambda line: str(line.person.get_rank_display())),
        Column(gettext_lazy("职务"), lambda line: line.person.position, 24),
        Column(gettext_lazy("手机号"), lambda line: line.person.phone),
        Column(gettext_lazy("邮箱"), lambda line: line.person.email, 28),
        Column(STATE, _state),
        Column(gettext_lazy("本年学分"), _credits("hundredths")),
        Column(gettext_lazy("其中必修"), _credits("required_hundredths")),
        Column(gettext_lazy("本年要求"), _credits("due_total_hundredths")),
        Column(gettext_lazy("今年达标"), lambda line: line.pace_name),
    ),
)
