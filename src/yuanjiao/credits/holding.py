"""Holding a year's learners to the requirement of their post level, a part of them at a time.

A post level is most of an academy: all its standings in one transaction would keep every other writer of SQLite
waiting for seconds. Each part is a short transaction of its own, may be done twice, and asks for the requirement in
force at its own moment: of two versions that follow each other closely the newer one wins, whoever comes last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import repeat

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from yuanjiao.credits import books, enrolment
from yuanjiao.credits.dues import carried_of_everyone, dues_under, granted_in
from yuanjiao.credits.models import Standing
from yuanjiao.credits.requirements import Due, YearRequirements
from yuanjiao.credits.years import first_moment
from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.organisation.models import Person

HOLD = "credits.hold_to_requirement"
PART = 2000
LOOKED_BACK = 40


def standings_of_levels(year: int, levels: Sequence[str]) -> QuerySet[Standing]:
    """The year's standings of whoever is of these post levels now, also of those who have left."""
    of_levels = Person.objects.filter(pk=OuterRef("learner_id"), post_level__in=levels)
    # Asked row by row, so that a part costs no more at the end of the academy than at its beginning.
    return Standing.objects.filter(Exists(of_levels), year=year)


def next_part(year: int, levels: Sequence[str], after: int) -> list[int]:
    """The next learners to be held, in the order of their numbers; none at the end."""
    further = standings_of_levels(year, levels).filter(learner_id__gt=after).order_by("learner_id")
    return list(further.values_list("learner_id", flat=True)[:PART])


def open_holdings() -> list[BackgroundJob]:
    """The jobs that are holding learners to a requirement, and those that stopped half-way; one query.

    One that a later job has done the work of is no longer among them.
    """
    covered: set[tuple[int, str]] = set()
    found = []
    for job in BackgroundJob.objects.filter(kind=HOLD).order_by("-created_at", "-pk")[:LOOKED_BACK]:
        mine = {(job.arguments["year"], level) for level in job.arguments["levels"]}
        if job.state != JobState.DONE and mine - covered:
            found.append(job)
        covered |= mine
    return found


@transaction.atomic
def hold_part(learner_ids: list[int], year: int, at: datetime) -> None:
    """Hold these learners to what their post levels require now; whoever had met it may have to earn more."""
    # All locks before the first change, in the order of learners; only then post levels and versions are read, so that
    # a part which waited for somebody else's change goes on from it.
    locked = Standing.objects.select_for_update().filter(year=year, learner_id__in=learner_ids)
    list(locked.order_by("learner_id").values_list("pk", flat=True))
    requirements = YearRequirements(year, max(at, first_moment(year)))
    exempt = set(granted_in(year).filter(learner_id__in=learner_ids).values_list("learner_id", flat=True))
    most: defaultdict[str, list[int]] = defaultdict(list)
    few: defaultdict[str, list[int]] = defaultdict(list)
    for learner, level in Person.objects.filter(pk__in=learner_ids).values_list("pk", "post_level"):
        (few if learner in exempt else most)[level].append(learner)
    moves: list[books.Move] = []
    for level, learners in most.items():
        moves += _hold_most(learners, year, requirements.of(level), at)
    books.post(moves)
    for level, learners in few.items():
        _hold_exempt(learners, year, requirements.of(level), at)


def _hold_most(learner_ids: list[int], year: int, due: Due, at: datetime) -> list[books.Move]:
    """A handful of statements, not one row after the other: 100,000 standings row by row took three minutes."""
    standings = Standing.objects.filter(year=year, learner_id__in=learner_ids)
    standings.update(carried_hundredths=carried_of_everyone(year, due), exempted_hundredths=0)
    total = Value(due.total_hundredths) - F("carried_hundredths")
    enough = Q(hundredths__gte=total, required_hundredths__gte=due.required_hundredths)
    newly, no_longer = standings.filter(enough, met_at=None), standings.filter(~enough, met_at__isnull=False)
    moves = [*_turned(newly, year, met=True), *_turned(no_longer, year, met=False)]
    newly.update(met_at=at)
    no_longer.update(met_at=None)
    standings.update(due_total_hundredths=total, due_required_hundredths=due.required_hundredths)
    return moves


def _turned(standings: QuerySet[Standing], year: int, *, met: bool) -> Iterator[books.Move]:
    # Credits stay, so any number of hundredths stands for all of them. Counted here: asked to group by unit, SQLite
    # walks the whole year in the order of units instead of looking up the part.
    paths = Counter(standings.filter(counted=True).values_list("unit_path", flat=True))
    for path, people in paths.items():
        before, after = books.Figure(0, met=not met), books.Figure(0, met=met)
        yield from repeat(books.Move(year, (path, before), (path, after)), people)


def _hold_exempt(learner_ids: list[int], year: int, due: Due, at: datetime) -> None:
    dues = dues_under(due, year, learner_ids)

    def hold(standing: Standing) -> None:
        enrolment.apply_due(standing, dues[standing.learner_id], at)

    enrolment.revise(dues, year, hold, enrolment.DUE_FIELDS)
