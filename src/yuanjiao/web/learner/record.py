"""What a learner's record shows: her year, her ledger, her courses, and the evidence behind one entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime

from yuanjiao.catalogue.models import Lesson
from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.credits.public import (
    Channel,
    Due,
    Places,
    date_of,
    entries_of,
    entry_holds,
    months_of,
    places,
    ranking_rules,
    requirement_for,
    reversed_by,
    standing_or_empty,
    year_of,
)
from yuanjiao.learning.models import CourseProgress
from yuanjiao.learning.public import with_films
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import called_on
from yuanjiao.web.learner.home import MyCredits, my_credits


@dataclass(frozen=True)
class RecordPage:
    """The record of one learner; the places are missing where the channel may not show them.

    `requirement` is what the running year asks of her post level, before anything is taken off for herself.
    """

    mine: MyCredits
    places: Places | None
    months: list[float]
    requirement: Due | None


def record_page(person: Person, year: int | None, channel: Channel, now: datetime) -> RecordPage:
    """What stands beside the lists: the year asked for, or this one."""
    stands = standing_or_empty(person, year or year_of(now), now)
    return RecordPage(
        mine=my_credits(stands, now),
        places=places(stands) if channel in ranking_rules(now).people else None,
        months=[hundredths / 100 for hundredths in months_of(person.pk, stands.year, now)],
        requirement=requirement_for(person, stands.year, now) if stands.year == year_of(now) else None,
    )


def courses_of(learner_id: int) -> QuerySet[CourseProgress]:
    """The learner's courses, each with its number of films."""
    return with_films(CourseProgress.objects.filter(learner_id=learner_id).select_related("course"))


@dataclass(frozen=True)
class LessonEvidence:
    """How much of a lesson was verified, in seconds."""

    title: str
    covered: float
    duration: float


@dataclass(frozen=True)
class SessionEvidence:
    """One opening of a lesson."""

    opened_at: datetime | None
    policy: int


@dataclass(frozen=True)
class TrainingEvidence:
    """The offline training behind a credit, as the ledger keeps it."""

    claim_id: int
    organiser: str
    place: str
    starts_on: date | None
    ends_on: date | None
    days_claimed: int
    days_approved: int
    day_hundredths: int
    fingerprints: list[str]


@dataclass(frozen=True)
class DailyCap:
    """A day that was full: what the course was worth, what courses had earned before it, and the cap."""

    worth: int
    earned_before: int
    cap: int


@dataclass(frozen=True)
class EntryPage:
    """One line of the ledger with everything it rests on; the unit is called as it was on that day."""

    entry: LedgerEntry
    unit_name: str
    lessons: list[LessonEvidence]
    sessions: list[SessionEvidence]
    quiz_score: int | None
    holds: bool
    taken_back_by: LedgerEntry | None
    reverses: LedgerEntry | None
    training: TrainingEvidence | None
    daily_cap: DailyCap | None

    @property
    def certifiable(self) -> bool:
        """Whether a certificate may be had for it."""
        return self.entry.kind != EntryKind.REVERSAL and self.taken_back_by is None


def entry_page(entry: LedgerEntry) -> EntryPage:
    """The page of one entry; seven queries however much evidence there is."""
    evidence = entry.evidence
    is_reversal = entry.kind == EntryKind.REVERSAL
    reversed_sequence = evidence.get("reverses") if is_reversal else None
    return EntryPage(
        entry=entry,
        unit_name=called_on(date_of(entry.at), entry.unit_id),
        lessons=_lessons(evidence.get("lessons") or []),
        sessions=[_session(each) for each in evidence.get("sessions") or []],
        quiz_score=(evidence.get("quiz") or {}).get("score"),
        holds=entry_holds(entry),
        taken_back_by=None if is_reversal else reversed_by(entry),
        reverses=entries_of(entry.learner_id).filter(sequence=reversed_sequence).first() if reversed_sequence else None,
        training=_training(entry, evidence) if entry.kind == EntryKind.CLAIM else None,
        daily_cap=DailyCap(**evidence["daily_cap"]) if "daily_cap" in evidence else None,
    )


def _training(entry: LedgerEntry, evidence: dict[str, Any]) -> TrainingEvidence:
    return TrainingEvidence(
        claim_id=entry.source_id,
        organiser=str(evidence.get("organiser", "")),
        place=str(evidence.get("place", "")),
        starts_on=parse_date(str(evidence.get("starts_on", ""))),
        ends_on=parse_date(str(evidence.get("ends_on", ""))),
        days_claimed=int(evidence.get("days_claimed", 0)),
        days_approved=int(evidence.get("days_approved", 0)),
        day_hundredths=int(evidence.get("day_hundredths", 0)),
        fingerprints=[str(file["sha256"]) for file in evidence.get("files") or []],
    )


def _lessons(facts: list[dict[str, Any]]) -> list[LessonEvidence]:
    titles = dict(Lesson.objects.filter(pk__in=[fact["lesson"] for fact in facts]).values_list("pk", "title"))
    return [
        LessonEvidence(titles.get(fact["lesson"], ""), fact["covered_ms"] / 1000, fact["duration_ms"] / 1000)
        for fact in facts
    ]


def _session(fact: dict[str, Any]) -> SessionEvidence:
    return SessionEvidence(parse_datetime(str(fact.get("opened_at", ""))), int(fact.get("policy", 0)))
