"""What the administrator's desk answers: how do we stand, who needs me, what is due.

Everything is counted by grouped queries over projections, whatever the number of learners, and every
number leads to the people list with the filter that finds exactly those who were counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yuanjiao.credits.public import BoardUnit, Outlook, Pace, date_of, outlook, people_counted, units_compared, year_of
from yuanjiao.organisation import queries
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.web.manage.forms.people import STANDINGS
from yuanjiao.web.shell.components import Figure

MONTHS = 12
TONES = {
    Pace.MET: "pine",
    Pace.ON_TRACK: "pine-soft",
    Pace.AT_RISK: "amber",
    Pace.BEHIND: "cinnabar",
    Pace.NOT_STARTED: "slate",
}
SORTS = {
    "rate": lambda line: (line.met_rate, -line.people),
    "-rate": lambda line: (-line.met_rate, -line.people),
    "-people": lambda line: (-line.people, line.unit_id),
    "-unmet": lambda line: (line.met - line.people, line.unit_id),
    "-credits": lambda line: (-line.credits_a_head, line.unit_id),
}


@dataclass(frozen=True, slots=True)
class Branch:
    """One unit of the tree at the left, with how far it is set in and how many learners are below it."""

    unit: Unit
    depth: int
    people: int
    current: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One pace: how many, in which tone, and the way to them."""

    name: str
    people: int
    tone: str
    address: str


@dataclass(frozen=True)
class Standings:
    """How do we stand: the figures, the paces, the year's course, and the units below."""

    figures: list[Figure]
    parts: list[Part]
    months: list[float]
    months_before: list[float]
    outlook: Outlook

    @property
    def drawn(self) -> list[tuple[float, str]]:
        """The paces as the bar draws them."""
        return [(part.people, part.tone) for part in self.parts]


def people_address(unit: Unit | None, **words: str) -> str:
    """The people list, narrowed to a unit and by its filters."""
    narrowed = {"unit": str(unit.pk), **words} if unit else words
    return f"{reverse('manage:people')}?{urlencode(narrowed)}"


def tree(scope: Scope, unit: Unit | None, year: int, on: date) -> list[Branch]:
    """The way from the scope's top down to the unit, and what lies directly below it."""
    if unit is None:
        shown = queries.tops_of(scope)
    else:
        shown = [*queries.lineage_in(scope, unit), *queries.units_directly_below(scope, unit, on)]
    people = {line.unit_id: line.people for line in units_compared(shown, year)}
    top = min((each.depth for each in shown), default=0)
    return [Branch(each, min(each.depth - top, 3), people.get(each.pk, 0), each == unit) for each in shown]


def lines_below(scope: Scope, unit: Unit | None, now: datetime, sort: str) -> list[BoardUnit]:
    """The units directly below one, or the scope's topmost, in the wanted order."""
    below = queries.units_directly_below(scope, unit, date_of(now)) if unit else queries.tops_of(scope)
    return sorted(units_compared(below, year_of(now)), key=SORTS.get(sort, SORTS["rate"]))


def standings(scope: Scope, unit: Unit | None, now: datetime) -> Standings:
    """How the learners of the scope, or of one unit in it, stand now."""
    found = outlook(scope, unit, now)
    people, before = found.people or 1, found.people_before or 1
    return Standings(
        figures=_figures(found, unit),
        parts=[
            Part(str(name), found.by_pace[Pace(pace)], TONES[Pace(pace)], people_address(unit, standing=pace))
            for pace, name in STANDINGS
            if pace in set(Pace)
        ],
        months=[met / people for met in found.met_by_month],
        months_before=[met / before for met in found.met_before],
        outlook=found,
    )


def _figures(found: Outlook, unit: Unit | None) -> list[Figure]:
    change = found.met_rate - found.rate_before if found.rate_before is not None and found.people else 0.0
    begun = found.people - found.by_pace[Pace.NOT_STARTED]
    whole = found.people or 1
    return [
        Figure(f"{found.people:,}", _("应学学员"), _("人"), address=people_address(unit, standing="counted")),
        Figure(
            f"{found.met_rate:.1%}",
            _("已达标，与去年同日相比") if change else _("已达标"),
            change=f"{'▲' if change > 0 else '▼'} {abs(change) * 100:.1f}" if change else "",
            good=change > 0 if change else None,
            address=people_address(unit, standing=Pace.MET),
        ),
        Figure(f"{begun / whole:.1%}", _("已开始学"), address=people_address(unit, standing="begun")),
        Figure(
            f"{found.hundredths / 100 / whole:.1f}", _("人均学分"), address=people_address(unit, standing="counted")
        ),
        Figure(
            f"{found.expected_rate:.1%}", _("照此进度，年底达标"), address=people_address(unit, standing="expected")
        ),
    ]


def learners_below(scope: Scope, unit: Unit | None, now: datetime) -> int:
    """About how many learners the desk is, those of her own classes left out; one query over few rows."""
    paths = [unit.path] if unit else scope.prefixes(Permission.PEOPLE_READ)
    return people_counted(paths, year_of(now))


def outlined(people: int) -> list[Figure]:
    """The figures of a desk that is still being counted: how many it is about is known, the others are to come."""
    to_come = (_("已达标"), _("已开始学"), _("人均学分"), _("照此进度，年底达标"))
    return [Figure(f"{people:,}", _("应学学员"), _("人")), *(Figure("…", label) for label in to_come)]


def may_see_learners(scope: Scope) -> bool:
    """Whether anyone's standing is hers to see; an editor's desk has courses only."""
    return scope.has(Permission.PEOPLE_READ) or scope.has(Permission.OWN_CLASS_READ)
