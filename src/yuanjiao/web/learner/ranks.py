"""What the ranks page shows; nothing is read that the reader's channel may not show (C3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from yuanjiao.credits.public import (
    BoardPerson,
    BoardUnit,
    Channel,
    Disclosure,
    Place,
    Places,
    YearStanding,
    people_board,
    places,
    ranking_rules,
    ranks,
    standing_or_empty,
    units_board,
    year_of,
)
from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import in_subtrees, lineage
from yuanjiao.web.learner.forms.record import RanksFilter


@dataclass(frozen=True)
class RanksPage:
    """One board with the reader's own places; `board` is empty where her channel shows none."""

    boards: list[str]
    board: str
    unit: Unit
    stands: YearStanding
    people: list[BoardPerson]
    units: list[BoardUnit]
    places: Places | None
    here: Place | None
    top: int
    names: Disclosure

    @property
    def best(self) -> int:
        """The most hundredths on the board of people, for its plot."""
        return self.people[0].hundredths if self.people else 0

    @property
    def most_a_head(self) -> float:
        """The most credits a head on the board of units, for its plot."""
        return max((line.credits_a_head for line in self.units), default=0.0)


def districts_of(person: Person) -> QuerySet[Unit]:
    """The units directly below the reader's academy."""
    root = lineage(str(person.unit.path))[0]
    districts: QuerySet[Unit] = Unit.objects.filter(in_subtrees([root]), depth=2).order_by("path")
    return districts


def ranks_page(person: Person, form: RanksFilter, channel: Channel, now: datetime) -> RanksPage:
    """The page for a reader; the board she asks for if her channel may show it, else one that it may."""
    rules, year = ranking_rules(now), year_of(now)
    shown = {"people": rules.people, "units": rules.units}
    boards = [board for board, channels in shown.items() if channel in channels]
    wanted = form.wanted("board") or "people"
    board = wanted if wanted in boards else next(iter(boards), "")
    unit = form.wanted("unit") or Unit.objects.get(path=lineage(str(person.unit.path))[0])
    stands = standing_or_empty(person, year, now)
    mine = board == "people" and stands.counted
    inside = mine and stands.unit_path.startswith(str(unit.path))
    return RanksPage(
        boards=boards,
        board=board,
        unit=unit,
        stands=stands,
        people=people_board(unit, year, viewer=person, rules=rules) if board == "people" else [],
        units=units_board(unit, year, now) if board == "units" else [],
        places=places(stands) if mine else None,
        here=ranks(stands.hundredths, [unit.pk], year).get(unit.pk) if inside else None,
        top=rules.top,
        names=rules.names,
    )
