"""Reading standings, the ledger and certificates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from yuanjiao.credits import ranks
from yuanjiao.credits.books import unit_numbers
from yuanjiao.credits.chain import COLUMNS, GENESIS, link
from yuanjiao.credits.dues import due_for
from yuanjiao.credits.forecast import Forecast, Part, foresee
from yuanjiao.credits.models import Certificate, EntryKind, LedgerEntry, Standing
from yuanjiao.credits.years import date_of, exact_text
from yuanjiao.kernel.plain_rows import moment
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import lineage


@dataclass(frozen=True, slots=True)
class YearStanding:
    """What a learner has earned in a year and what is due of her, in hundredths of a credit."""

    learner_id: int
    year: int
    unit_path: str
    hundredths: int
    required_hundredths: int
    elective_hundredths: int
    due_total_hundredths: int
    due_required_hundredths: int
    since: date
    counted: bool
    met_at: datetime | None
    last_earned_at: datetime | None
    exempted_hundredths: int = 0
    carried_hundredths: int = 0

    @property
    def due_elective_hundredths(self) -> int:
        """What is due beyond the required part; any course may earn it."""
        return self.due_total_hundredths - self.due_required_hundredths

    @property
    def share(self) -> float:
        """Part of the total requirement that is earned, 0 to 1."""
        return min(1.0, self.hundredths / self.due_total_hundredths) if self.due_total_hundredths else 1.0


FIELDS = tuple(YearStanding.__dataclass_fields__)
MOMENTS = {FIELDS.index("met_at"), FIELDS.index("last_earned_at")}
# Written plainly, because every learner's home page asks for it.
STANDING = f"SELECT {', '.join(FIELDS)} FROM credits_standing WHERE learner_id = %s AND year = %s"  # noqa: S608 -- own columns


def standing(learner_id: int, year: int) -> YearStanding | None:
    """A learner's year; none before she is enrolled in it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, (learner_id, year))
        row = cursor.fetchone()
    if row is None:
        return None
    return YearStanding(*(moment(value) if place in MOMENTS else value for place, value in enumerate(row)))


def standing_or_empty(person: Person, year: int, now: datetime) -> YearStanding:
    """A person's year; where no standing is stored yet, an empty one held to what the year requires of her."""
    found = standing(person.pk, year)
    if found is not None:
        return found
    due = due_for(person, year, now)
    return YearStanding(
        person.pk,
        year,
        str(person.unit.path),
        0,
        0,
        0,
        due.total_hundredths,
        due.required_hundredths,
        date(year, 1, 1),
        counted=False,
        met_at=None,
        last_earned_at=None,
        exempted_hundredths=due.exempted_hundredths,
        carried_hundredths=due.carried_hundredths,
    )


def standings_of(learner_ids: Iterable[int], year: int) -> dict[int, YearStanding]:
    """The counted standings of several learners by their numbers; one query."""
    rows = Standing.objects.filter(year=year, learner_id__in=list(learner_ids), counted=True)
    return {row[0]: YearStanding(*row) for row in rows.values_list(*FIELDS)}


def forecast(stands: YearStanding, now: datetime) -> Forecast:
    """Where a standing leads at its present pace; no query."""
    return foresee(
        total=Part(stands.hundredths, stands.due_total_hundredths),
        required=Part(stands.required_hundredths, stands.due_required_hundredths),
        since=stands.since,
        today=date_of(now),
    )


@dataclass(frozen=True, slots=True)
class Places:
    """A learner's exact places in the academy, in her district or department, and in her own unit."""

    academy: ranks.Place | None
    district: ranks.Place | None
    unit: ranks.Place | None


def places(stands: YearStanding) -> Places:
    """All three places of a standing; three queries. Where unit and district are the same, both say so."""
    if not stands.counted:
        return Places(None, None, None)
    above = lineage(stands.unit_path)
    numbers = unit_numbers(above)
    found = ranks.ranks(stands.hundredths, list(numbers.values()), stands.year)
    by_depth = [found.get(numbers[path]) if path in numbers else None for path in above]
    return Places(by_depth[0], by_depth[min(1, len(by_depth) - 1)], by_depth[-1])


def entries_of(learner_id: int) -> QuerySet[LedgerEntry]:
    """A learner's ledger, newest first; each entry says whether it has been taken back (``taken_back``)."""
    reversal = LedgerEntry.objects.filter(
        learner_id=OuterRef("learner_id"),
        source_kind=OuterRef("source_kind"),
        source_id=OuterRef("source_id"),
        kind=EntryKind.REVERSAL,
    )
    rows = LedgerEntry.objects.filter(learner_id=learner_id)
    return rows.annotate(taken_back=Exists(reversal)).order_by("-sequence")


def entry_holds(entry: LedgerEntry) -> bool:
    """Whether an entry is what was hashed and follows the entry before it; one query."""
    line = [exact_text(entry.at) if name == "at" else getattr(entry, name) for name in COLUMNS]
    before = LedgerEntry.objects.filter(learner_id=entry.learner_id, sequence=entry.sequence - 1)
    previous = before.values_list("hash", flat=True).first() or GENESIS
    return entry.previous_hash == previous and entry.hash == link(previous, line)


def months_of(learner_id: int, year: int, now: datetime) -> list[int]:
    """Hundredths at the end of each month of a year until now, counted on; one query."""
    earned = [0] * 12
    for at, hundredths in LedgerEntry.objects.filter(learner_id=learner_id, year=year).values_list("at", "hundredths"):
        day = date_of(at)
        earned[day.month - 1 if day.year == year else 11] += hundredths
    last = date_of(now).month if year == date_of(now).year else 12
    return list(accumulate(earned[:last]))


def years_of(learner_id: int) -> list[int]:
    """The years in which a learner has a standing, newest first."""
    return list(Standing.objects.filter(learner_id=learner_id).order_by("-year").values_list("year", flat=True))


def certificate_of(code: str) -> Certificate | None:
    """The certificate behind a public code."""
    return Certificate.objects.select_related("entry").filter(code=code).first()
