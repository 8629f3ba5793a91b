"""The turn of the year: everyone begins it with an empty standing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from yuanjiao.credits import books, enrolment
from yuanjiao.credits.dues import dues_of
from yuanjiao.credits.models import OpenedYear, Standing
from yuanjiao.credits.requirements import YearRequirements
from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person

CHUNK = 500
"""People a transaction: short enough that no other writer waits over a tenth of a second."""


def open_year(*, actor: Person | None, year: int, now: datetime, progress: Callable[[int], None] | None = None) -> int:
    """Give every learner without one a standing in the year; how many were given.

    Works in short transactions and may be broken off and begun again: who has a standing is passed over.
    """
    requirements = YearRequirements(year, now)
    last, given = 0, 0
    while True:
        learners = Person.objects.filter(pk__gt=last, is_active=True, is_learner=True).order_by("pk")
        part = list(learners.values_list("pk", "unit__path", "post_level")[:CHUNK])
        if not part:
            break
        given += _open_part(part, year, requirements, now)
        last = part[-1][0]
        if progress:
            progress(len(part))
    with transaction.atomic():
        _opened, new = OpenedYear.objects.get_or_create(year=year, defaults={"opened_at": now})
        if new:
            audit.record(
                at=now,
                actor_id=actor.pk if actor else None,
                verb="credits.open_year",
                subject=("year", year),
                detail={"standings": given},
            )
    return given


@transaction.atomic
def _open_part(part: list[tuple[int, str, str]], year: int, requirements: YearRequirements, now: datetime) -> int:
    known = set(
        Standing.objects.filter(year=year, learner_id__in=[row[0] for row in part]).values_list("learner_id", flat=True)
    )
    dues = dues_of(requirements, {learner: level for learner, _path, level in part if learner not in known})
    fresh = [
        enrolment.new_standing(learner, path, dues[learner], since=date(year, 1, 1), at=now)
        for learner, path, _level in part
        if learner in dues
    ]
    enrolment.insert(fresh)
    books.post(books.Move(year, None, enrolment.place_of(standing)) for standing in fresh)
    return len(fresh)
