"""The rank card of the home page: boards shared by all readers for a few seconds, one's own place exact (A14)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import get_language

from yuanjiao.credits.public import (
    BoardPerson,
    BoardUnit,
    Channel,
    Places,
    RankingRules,
    YearStanding,
    people_board,
    places,
    ranking_rules,
    standing_or_empty,
    units_board,
    year_of,
)
from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import lineage

FRESH_SECONDS = 5.0
LINES = 5


class Boards(NamedTuple):
    """The academy's boards at a moment."""

    people: list[BoardPerson]
    units: list[BoardUnit]
    rules: RankingRules
    read_at: float


@dataclass(frozen=True)
class BoardCard:
    """What one reader sees: the boards her channel may show, and her own places."""

    kind: str
    kinds: list[str]
    people: list[BoardPerson]
    units: list[BoardUnit]
    stands: YearStanding
    places: Places | None

    @property
    def among_the_best(self) -> bool:
        """Whether the reader is already on the board shown."""
        return any(line.learner_id == self.stands.learner_id for line in self.people)


_kept: dict[tuple[str, int, str | None], Boards] = {}


def forget() -> None:
    """Read the boards anew at the next request."""
    _kept.clear()


def board_card(person: Person, wanted: str, channel: Channel, now: datetime) -> BoardCard:
    """The rank card of a reader; `wanted` is people or units."""
    year = year_of(now)
    stands = standing_or_empty(person, year, now)
    boards = shared_boards(lineage(stands.unit_path)[0], year, now)
    allowed = {"people": boards.rules.people, "units": boards.rules.units}
    kinds = [kind for kind, channels in allowed.items() if channel in channels]
    kind = wanted if wanted in kinds else next(iter(kinds), "")
    return BoardCard(
        kind=kind,
        kinds=kinds,
        people=boards.people[:LINES] if kind == "people" else [],
        units=boards.units[:LINES] if kind == "units" else [],
        stands=stands,
        places=places(stands) if kind == "people" else None,
    )


def shared_boards(root_path: str, year: int, now: datetime) -> Boards:
    """The academy's boards, read at most every few seconds; names are in the reader's language, so each has its own."""
    key = (root_path, year, get_language())
    kept = _kept.get(key)
    if kept is not None and time.monotonic() - kept.read_at < FRESH_SECONDS:
        return kept
    rules = ranking_rules(now)
    root = Unit.objects.get(path=root_path)
    fresh = Boards(
        people_board(root, year, viewer=None, rules=rules, top=LINES) if rules.people else [],
        units_board(root, year, now) if rules.units else [],
        rules,
        time.monotonic(),
    )
    _kept[key] = fresh
    return fresh


def channel_of(request: HttpRequest) -> Channel:
    """A phone or a desk: national rules restrict rankings in staff apps more than on desks (C3)."""
    agent = request.headers.get("User-Agent", "")
    return Channel.PHONE if "Mobi" in agent or "MicroMessenger" in agent else Channel.DESKTOP
