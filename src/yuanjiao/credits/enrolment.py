"""Standings of people who come, move, change their post level, or leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db import connection

from yuanjiao.credits import books
from yuanjiao.credits.dues import due_for, dues_of
from yuanjiao.credits.models import Standing
from yuanjiao.credits.requirements import Due, YearRequirements
from yuanjiao.credits.years import date_of, year_of
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import events

CHUNK = 1000
DUE_FIELDS = [
    "due_total_hundredths",
    "due_required_hundredths",
    "exempted_hundredths",
    "carried_hundredths",
    "met_at",
]
STORED_AT_OPENING = [*DUE_FIELDS, "unit_path", "since", "counted"]
COLUMNS = (
    "learner_id",
    "year",
    "hundredths",
    "required_hundredths",
    "elective_hundredths",
    *STORED_AT_OPENING,
)
INSERT = (
    f"INSERT INTO credits_standing ({', '.join(COLUMNS)}) "  # noqa: S608 -- own columns
    f"VALUES ({', '.join(['%s'] * len(COLUMNS))})"
)
Item = TypeVar("Item")


def meets(standing: Standing) -> bool:
    """Whether both parts of the requirement are met."""
    enough = standing.hundredths >= standing.due_total_hundredths
    return enough and standing.required_hundredths >= standing.due_required_hundredths


def figure_of(standing: Standing) -> books.Figure:
    """How a standing counts in the units above it."""
    return books.Figure(standing.hundredths, standing.met_at is not None)


def place_of(standing: Standing) -> tuple[str, books.Figure] | None:
    """Where and how a standing counts; none when it does not."""
    return (standing.unit_path, figure_of(standing)) if standing.counted else None


def new_standing(learner_id: int, unit_path: str, due: Due, *, since: date, at: datetime) -> Standing:
    """An empty standing of the year that `since` lies in; met at once where nothing is due."""
    standing = Standing(
        learner_id=learner_id,
        year=since.year,
        unit_path=unit_path,
        due_total_hundredths=due.total_hundredths,
        due_required_hundredths=due.required_hundredths,
        exempted_hundredths=due.exempted_hundredths,
        carried_hundredths=due.carried_hundredths,
        since=since,
    )
    standing.met_at = at if meets(standing) else None
    return standing


def insert(standings: Sequence[Standing]) -> None:
    """Store new standings; six times as quick as `bulk_create`, which an import of a whole academy feels."""
    adapted = {"since": connection.ops.adapt_datefield_value, "met_at": connection.ops.adapt_datetimefield_value}
    rows = [
        [adapted[name](getattr(standing, name)) if name in adapted else getattr(standing, name) for name in COLUMNS]
        for standing in standings
    ]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def open_account(learner_id: int, year: int, at: datetime) -> Standing:
    """The locked standing of someone whom no hook has told of, such as the first to earn in a new year."""
    person = Person.objects.select_related("unit").get(pk=learner_id)
    due = due_for(person, year, at)
    joined = max(date(year, 1, 1), min(date_of(person.joined_at), date_of(at)))
    since = min(joined, date(year, 12, 31))
    fresh = new_standing(learner_id, str(person.unit.path), due, since=since, at=at)
    fresh.counted = person.is_active and person.is_learner
    values = {name: getattr(fresh, name) for name in STORED_AT_OPENING}
    # Two may open one account at once: the second waits here for the first and takes its row.
    standing, created = Standing.objects.select_for_update().get_or_create(
        learner_id=learner_id, year=year, defaults=values
    )
    if created:
        books.post([books.Move(year, None, place_of(standing))])
    return standing


def enrol(people: Sequence[events.Enrolled], at: datetime) -> None:
    """Give everyone who has come, or come back, a counted standing in the current year."""
    year = year_of(at)
    requirements = YearRequirements(year, at)
    for part in _parts(people):
        facts = {fact.person_id: fact for fact in part}
        dues = dues_of(requirements, {fact.person_id: fact.post_level for fact in part})
        known = locked(facts, year)
        moves = []
        for standing in known:
            fact, before = facts.pop(standing.learner_id), place_of(standing)
            standing.unit_path, standing.counted = fact.unit_path, True
            apply_due(standing, dues[fact.person_id], at)
            moves.append(books.Move(year, before, place_of(standing)))
        Standing.objects.bulk_update(known, [*DUE_FIELDS, "unit_path", "counted"])
        fresh = [
            new_standing(fact.person_id, fact.unit_path, dues[fact.person_id], since=date_of(at), at=at)
            for fact in facts.values()
        ]
        insert(fresh)
        books.post([*moves, *(books.Move(year, None, place_of(standing)) for standing in fresh)])


def transfer(people: Sequence[events.Transferred], at: datetime) -> None:
    """Count everyone who has moved where she is now, with what she has earned this year."""
    paths = {fact.person_id: fact.to_path for fact in people}

    def move(standing: Standing) -> None:
        standing.unit_path = paths[standing.learner_id]

    revise(paths, year_of(at), move, ["unit_path"])


def leave(people: Sequence[events.Left], at: datetime) -> None:
    """Count whoever has left no longer; her standing and her ledger stay."""

    def drop(standing: Standing) -> None:
        standing.counted = False

    revise([fact.person_id for fact in people], year_of(at), drop, ["counted"])


def reclassify(people: Sequence[events.Reclassified], at: datetime) -> None:
    """Hold everyone whose post level changed to the requirement of the new one."""
    _hold({fact.person_id: fact.to_level for fact in people}, year_of(at), at)


def hold_again(learner_ids: Iterable[int], year: int, at: datetime) -> None:
    """Ask anew what the year requires of learners: an exemption or the year before has changed it."""
    people = Person.everyone.filter(pk__in=list(learner_ids))
    _hold(dict(people.values_list("pk", "post_level")), year, at)


def _hold(levels: dict[int, str], year: int, at: datetime) -> None:
    dues = dues_of(YearRequirements(year, at), levels)
    revise(levels, year, lambda standing: apply_due(standing, dues[standing.learner_id], at), DUE_FIELDS)


def apply_due(standing: Standing, due: Due, at: datetime) -> None:
    """Hold a standing in memory to what is due."""
    standing.due_total_hundredths = due.total_hundredths
    standing.due_required_hundredths = due.required_hundredths
    standing.exempted_hundredths = due.exempted_hundredths
    standing.carried_hundredths = due.carried_hundredths
    standing.met_at = (standing.met_at or at) if meets(standing) else None


def revise(learner_ids: Iterable[int], year: int, change: Callable[[Standing], None], fields: list[str]) -> None:
    """Change the standings of these learners one by one, and the units above them with them."""
    for part in _parts(list(learner_ids)):
        standings, moves = locked(part, year), []
        for standing in standings:
            before = place_of(standing)
            change(standing)
            moves.append(books.Move(year, before, place_of(standing)))
        Standing.objects.bulk_update(standings, fields)
        books.post(moves)


def locked(learner_ids: Iterable[int], year: int) -> list[Standing]:
    """The locked standings of these learners in a year."""
    # In the order of learners, so that two bulk changes never wait for each other in a circle.
    rows = Standing.objects.select_for_update().filter(year=year, learner_id__in=list(learner_ids))
    return list(rows.order_by("learner_id"))


def _parts(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
