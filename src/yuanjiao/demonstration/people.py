"""The learners: who they are, where they work, how they study."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from yuanjiao.demonstration import names, story, units
from yuanjiao.demonstration.plan import Plan, at
from yuanjiao.organisation.initials import initials_of
from yuanjiao.organisation.models import Membership, Person, Unit, UnitKind
from yuanjiao.organisation.public import events

CHUNK = 500
FIRST_NUMBER = 100_000
PREFIX = "YS"
FIRST = "xueyuan"
"""The staff number of the first: whoever signs in as the demonstration's learner."""


@dataclass(frozen=True, slots=True)
class Learner:
    """One learner of the plan, by her place in it."""

    place: int
    unit: Unit
    name: str
    post: names.Post
    position: str
    manner: story.Manner
    joined: date
    appointed: date

    @property
    def staff_number(self) -> str:
        """Her staff number."""
        return staff_number(self.place)


def staff_number(place: int) -> str:
    """The staff number of a place in the plan."""
    return f"{PREFIX}{FIRST_NUMBER + place}" if place else FIRST


def learners(plan: Plan) -> Iterator[Learner]:
    """Everyone, unit by unit; the first is whoever signs in as the demonstration's learner."""
    places = units.workplaces(plan)
    chance = plan.draw("units")
    weights = [chance.uniform(0.6, 1.4) for _ in places]
    total, passed, index = sum(weights), weights[0], 0
    for place in range(plan.learners):
        while index < len(places) - 1 and place >= plan.learners * passed / total:
            index += 1
            passed += weights[index]
        yield one(plan, place, places[index])


def one(plan: Plan, place: int, unit: Unit) -> Learner:
    """The learner at a place."""
    chance = plan.draw("person", place)
    post = names.post(chance)
    manner = story.manner_of(chance) if place else story.Manner.GUIDE
    township = unit.kind == UnitKind.TOWNSHIP
    return Learner(
        place=place,
        unit=unit,
        name=names.name(chance),
        post=post,
        position=names.TOWNSHIP_TITLES.get(post.level, post.title) if township else post.title,
        manner=manner,
        joined=story.joined_on(plan, manner, chance),
        appointed=plan.start - timedelta(days=chance.randint(20, 4000)),
    )


def enrol(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Take everyone in who is not there yet, some hundred in one transaction."""
    del now
    known = set(Person.everyone.values_list("staff_number", flat=True))
    part: list[Learner] = []
    for learner in learners(plan):
        if learner.staff_number not in known:
            part.append(learner)
        if len(part) == CHUNK or learner.place == plan.learners - 1:
            take_in(part)
            part = []
            progress(learner.place + 1, plan.learners)


@transaction.atomic
def take_in(part: list[Learner]) -> None:
    """Write some people with their stays, and tell the rooms above at the moments they came."""
    people = Person.objects.bulk_create([person_of(learner) for learner in part])
    Membership.objects.bulk_create(
        Membership(person=person, unit=learner.unit, since=learner.joined)
        for person, learner in zip(people, part, strict=True)
    )
    by_day: dict[date, list[events.Enrolled]] = {}
    for person, learner in zip(people, part, strict=True):
        fact = events.Enrolled(person.pk, learner.unit.pk, str(learner.unit.path), learner.post.level)
        by_day.setdefault(learner.joined, []).append(fact)
    for day in sorted(by_day):
        events.tell(events.person_enrolled, by_day[day], at(day, 0))


def person_of(learner: Learner) -> Person:
    """The row of a learner; she cannot sign in until someone gives her a code."""
    return Person(
        staff_number=learner.staff_number,
        full_name=names.marked(learner.name),
        initials=initials_of(learner.name),
        unit=learner.unit,
        post_level=learner.post.level,
        rank=learner.post.rank,
        position=learner.position,
        appointed_on=learner.appointed,
        password="!demonstration",  # noqa: S106 -- an exclamation mark opens no door
    )
