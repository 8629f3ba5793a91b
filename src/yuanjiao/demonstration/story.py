"""One learner's year: which courses she studied when, how far, and what she thought of them. Pure arithmetic."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from yuanjiao.demonstration.plan import Plan, at
from yuanjiao.demonstration.rhythm import Days, second_of_day

USUAL_COMPLETIONS = 33
PASS_MARK = 60


class Manner(StrEnum):
    """How someone studies."""

    DILIGENT = "diligent"
    ORDINARY = "ordinary"
    LATE = "late"
    NEWCOMER = "newcomer"
    NOT_YET = "not_yet"
    GUIDE = "guide"
    """Whoever signs in as the demonstration's learner: nearly there, and in the middle of the first course."""


MANNERS = ((0.33, Manner.DILIGENT), (0.70, Manner.ORDINARY), (0.88, Manner.LATE), (0.93, Manner.NEWCOMER))
COMPLETED = {
    Manner.DILIGENT: (50, 64),
    Manner.ORDINARY: (28, 56),
    Manner.LATE: (6, 26),
    Manner.NEWCOMER: (2, 9),
    Manner.NOT_YET: (0, 0),
    Manner.GUIDE: (42, 42),
}
"""Courses in a whole year, from and to."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the story needs to know of a course: its films with their lengths, and since when it is online."""

    course_id: int
    lessons: tuple[tuple[int, int], ...]
    published_at: datetime
    required: bool
    has_quiz: bool
    quality: float


@dataclass(slots=True)
class Sitting:
    """One opening of a lesson: from when to when, and what was covered."""

    lesson_id: int
    opened_at: datetime
    ended_at: datetime
    covered_ms: int
    duration_ms: int


@dataclass(slots=True)
class Try:
    """One try at a quiz."""

    opened_at: datetime
    submitted_at: datetime
    score: int


@dataclass(slots=True)
class Study:
    """One course of one learner; not completed means that she is in the middle of it."""

    offer: Offer
    sittings: list[Sitting]
    tries: list[Try] = field(default_factory=list)
    completed_at: datetime | None = None
    stars: int = 0
    liked: bool = False

    @property
    def last_at(self) -> datetime:
        """When she was last there."""
        return self.tries[-1].submitted_at if self.tries else self.sittings[-1].ended_at


def manner_of(chance: random.Random) -> Manner:
    """How someone studies."""
    drawn = chance.random()
    return next((manner for limit, manner in MANNERS if drawn < limit), Manner.NOT_YET)


def joined_on(plan: Plan, manner: Manner, chance: random.Random) -> date:
    """When she came: newcomers in the last two months, everyone else before the story begins."""
    if manner is not Manner.NEWCOMER:
        return plan.start
    return max(plan.start, plan.today - timedelta(days=chance.randint(5, 60)))


def year(plan: Plan, manner: Manner, joined: date, offers: Sequence[Offer], chance: random.Random) -> Iterator[Study]:
    """The studies of a learner in the order of time; at most the last of them is unfinished."""
    if not offers:
        return
    least, most = COMPLETED[manner]
    share = min(1.0, (plan.today - plan.start).days / 365 + 0.03) * plan.completions / USUAL_COMPLETIONS
    wanted = round(chance.randint(least, most) * (1.0 if manner is Manner.NEWCOMER else share))
    unfinished = manner is Manner.GUIDE or (manner is not Manner.NOT_YET and chance.random() < 0.45)
    order = sorted(offers, key=lambda offer: chance.random() - 0.35 * offer.required - 0.12 * offer.quality)
    if manner is Manner.GUIDE:
        # The first course is the one whose film is ready from the first moment: it is left for the end.
        order.sort(key=lambda offer: offer is offers[0])
        wanted = min(wanted, len(order) - 1)
    days = days_of(joined, plan.today, late=manner is Manner.LATE)
    moments = sorted(at(days.draw(chance), second_of_day(chance)) for _ in range(wanted + unfinished))
    free_at = plan.begins_at
    for number, moment in enumerate(moments):
        begin = max(moment, free_at + timedelta(minutes=2))
        left = unfinished and number == len(moments) - 1
        choice = order[::-1] if left and manner is Manner.GUIDE else order
        offer = next((each for each in choice if each.published_at <= begin), None)
        if offer is None:
            continue
        order.remove(offer)
        study = leave(offer, begin, chance) if left else complete(offer, begin, chance)
        if study.last_at >= plan.ends_at:
            return
        free_at = study.last_at
        yield study


@cache
def days_of(first: date, end: date, *, late: bool) -> Days:
    """The days of a span; most learners share one."""
    return Days(first, end, late=late)


def complete(offer: Offer, begin: datetime, chance: random.Random) -> Study:
    """A course studied to its end."""
    sittings = []
    for lesson_id, duration in offer.lessons:
        end = begin + timedelta(milliseconds=duration, seconds=chance.randint(3, 40))
        sittings.append(Sitting(lesson_id, begin, end, duration, duration))
        begin = end + timedelta(seconds=chance.randint(4, 90))
    study = Study(offer, sittings)
    if offer.has_quiz:
        if chance.random() < 0.12:
            study.tries.append(one_try(begin, chance.choice((20, 40)), chance))
            begin = study.tries[-1].submitted_at + timedelta(seconds=chance.randint(20, 120))
        study.tries.append(one_try(begin, chance.choice((60, 80, 80, 100, 100, 100)), chance))
    study.completed_at = study.last_at
    if chance.random() < 0.4:
        study.stars = max(1, min(5, round(chance.gauss(offer.quality, 0.7))))
    study.liked = chance.random() < 0.08 * (offer.quality - 2.5)
    return study


def one_try(begin: datetime, score: int, chance: random.Random) -> Try:
    """A try at a quiz of five questions."""
    return Try(begin, begin + timedelta(seconds=chance.randint(45, 240)), score)


def leave(offer: Offer, begin: datetime, chance: random.Random) -> Study:
    """A course left in the middle of its first film."""
    lesson_id, duration = offer.lessons[0]
    covered = round(duration * chance.uniform(0.15, 0.8))
    end = begin + timedelta(milliseconds=covered)
    return Study(offer, [Sitting(lesson_id, begin, end, covered, duration)])
