"""Who waits for a study review, and what lies before whoever decides (C8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.public import YearStanding, standing_or_empty
from yuanjiao.learning.models import SuspicionSignal
from yuanjiao.learning.models.suspicion import SuspicionKind
from yuanjiao.learning.public import SessionLine, timeline
from yuanjiao.organisation.models import Person
from yuanjiao.web.shell.templatetags.shell import spoken_ms

AT_ONCE = 500
DAYS_DRAWN = 31
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Suspect:
    """One learner of the queue, with the number and weight of her waiting signals."""

    person: Person
    number: int
    weight: int
    oldest: datetime
    newest: datetime


def suspects(rows: Iterable[dict[str, Any]]) -> Iterator[Suspect]:
    """The learners of grouped signals; one query for every five hundred."""
    waiting = iter(rows)
    while part := list(islice(waiting, AT_ONCE)):
        people = Person.everyone.select_related("unit").in_bulk([row["learner_id"] for row in part])
        for row in part:
            if person := people.get(row["learner_id"]):
                yield Suspect(person, row["number"], row["weight"], row["oldest"], row["newest"])


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """The sessions of one day as shares of its twenty-four hours: where each begins, how long it is, its tone."""

    day: date
    parts: list[tuple[float, float, str]]


def days_drawn(lines: Iterable[SessionLine]) -> list[DrawnDay]:
    """A day a row, the latest first; a session that passes midnight ends with its day."""
    by_day: defaultdict[date, list[tuple[float, float, str]]] = defaultdict(list)
    for line in lines:
        begun = timezone.localtime(line.session.opened_at)
        minute = begun.hour * 60 + begun.minute
        ended = line.session.ended_at
        length = (ended - line.session.opened_at).total_seconds() / 60 if ended else line.session.counted_ms / 60_000
        share = min(max(length, 1.0), MINUTES_A_DAY - minute) / MINUTES_A_DAY
        tone = "cinnabar" if line.marked else "pine-soft"
        by_day[begun.date()].append((minute / MINUTES_A_DAY, share, tone))
    return [DrawnDay(day, by_day[day]) for day in sorted(by_day, reverse=True)[:DAYS_DRAWN]]


def said_of(kind: str, detail: dict[str, Any]) -> str:
    """What a signal found, in words."""
    if kind == SuspicionKind.METRONOMIC:
        words = {"pulses": detail.get("pulses", 0), "scatter": detail.get("scatter_ms", 0)}
        return _("%(pulses)s 次心跳，间隔只差 %(scatter)s 毫秒；人用浏览器看，差别会大得多") % words
    if kind == SuspicionKind.FAST_ANSWERS:
        words = {"seconds": detail.get("seconds", 0), "quickest": detail.get("quickest", 0)}
        return _("%(seconds)s 秒交卷，读完题目至少要 %(quickest)s 秒") % words
    return _("一天计入 %(length)s") % {"length": spoken_ms(detail.get("counted_ms", 0))}


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal in words."""

    kind: str
    day: date
    said: str


def signal_lines(signals: Iterable[SuspicionSignal]) -> list[SignalLine]:
    """Signals in words."""
    return [SignalLine(str(each.get_kind_display()), each.day, said_of(each.kind, each.detail)) for each in signals]


def kept_lines(signals: Iterable[dict[str, Any]]) -> list[SignalLine]:
    """The signals that a review has kept, in words."""
    return [
        SignalLine(
            str(SuspicionKind(each["kind"]).label),
            date.fromisoformat(each["day"]),
            said_of(each["kind"], each["detail"]),
        )
        for each in signals
    ]


@dataclass(frozen=True, slots=True)
class Case:
    """One learner's case: her signals, her sessions around them, drawn and as lines."""

    person: Person
    signals: list[SignalLine]
    lines: list[SessionLine]
    days: list[DrawnDay]
    newest: datetime | None


def case_of(person: Person, signals: list[SuspicionSignal]) -> Case:
    """The case of a learner."""
    lines = timeline(person.pk, signals)
    newest = max((signal.at for signal in signals), default=None)
    return Case(person, signal_lines(signals), lines, days_drawn(lines), newest)


@dataclass(frozen=True, slots=True)
class TakingBack:
    """What taking several credits back would change: the credits, and the year before and after."""

    entries: list[LedgerEntry]
    years: list[tuple[YearStanding, int]]

    @property
    def hundredths(self) -> int:
        """All of the credits."""
        return sum(entry.hundredths for entry in self.entries)


def taking_back(person: Person, entries: list[LedgerEntry], now: datetime) -> TakingBack:
    """The effect of taking some credits back, by year."""
    lost: defaultdict[int, int] = defaultdict(int)
    for entry in entries:
        lost[entry.year] += entry.hundredths
    years = [(standing_or_empty(person, year, now), hundredths) for year, hundredths in sorted(lost.items())]
    return TakingBack(entries, [(stands, max(0, stands.hundredths - taken)) for stands, taken in years])
