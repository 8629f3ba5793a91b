"""The people list: who is found, each with where she stands this year, and the same as rows of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yuanjiao.credits.public import (
    Pace,
    YearStanding,
    forecast,
    learners_of_pace,
    standings_of,
    year_of,
)
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope
from yuanjiao.organisation.queries import find_people
from yuanjiao.web.manage.forms.people import STANDINGS, PeopleFilterForm
from yuanjiao.web.shell.templatetags.shell import credit

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
    paces = form.paces()
    return people.filter(pk__in=learners_of_pace(paces, now)) if paces else people


def listed(people: Iterable[Person], now: datetime) -> Iterator[Listed]:
    """Each with her standing; one query for every five hundred."""
    waiting = iter(people)
    while part := list(islice(waiting, AT_ONCE)):
        standings = standings_of([person.pk for person in part], year_of(now))
        for person in part:
            stands = standings.get(person.pk)
            yield Listed(person, stands, forecast(stands, now).pace if stands else None)


def sheet_row(line: Listed) -> list[str]:
    """A line as the export has it, in the order of the headings."""
    person, stands = line.person, line.stands
    state = _("在册") if person.is_active else _("已离册")
    level, rank = person.get_post_level_display(), person.get_rank_display()
    who = [person.staff_number, person.full_name, person.unit.name, str(level), str(rank), person.position]
    figures = ("hundredths", "required_hundredths", "due_total_hundredths")
    earned = [credit(getattr(stands, name)) for name in figures] if stands else [""] * len(figures)
    return [*who, person.phone or "", person.email or "", state, *earned, line.pace_name]


def sheet_headings() -> list[str]:
    """The first line of the export."""
    who = [_("学号"), _("姓名"), _("单位"), _("职务层次"), _("职级"), _("职务"), _("手机号"), _("邮箱"), _("状态")]
    return [*who, _("本年学分"), _("其中必修"), _("本年要求"), _("今年达标")]
