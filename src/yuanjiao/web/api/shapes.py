"""What the API answers with."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema


class Problem(Schema):
    """What went wrong, in a sentence."""

    detail: str


class CourseShape(Schema):
    """One published course."""

    id: int
    title: str
    summary: str
    topic: str
    source: str
    university: str | None
    lecturers: list[str]
    category: str
    credits: float
    lessons: int
    minutes: float
    rating: float | None
    published_at: datetime | None
    demonstration: bool


class CoursePage(Schema):
    """A page of courses."""

    total: int
    page: int
    pages: int
    courses: list[CourseShape]


class StandingShape(Schema):
    """What a year requires and what is earned, in credits."""

    year: int
    credits: float
    required_credits: float
    elective_credits: float
    due: float
    due_required: float
    met: bool
    met_at: datetime | None
    pace: str
    done_on: date | None


class PersonShape(Schema):
    """The token's owner and her year."""

    staff_number: str
    full_name: str
    unit: str
    post_level: str
    standing: StandingShape


class EntryShape(Schema):
    """One line of the ledger: its source is what earned it (a `course` by its number), its unit that of the day."""

    sequence: int
    at: datetime
    year: int
    kind: str
    category: str
    credits: float
    title: str
    taken_back: bool
    source_kind: str
    source_id: int
    unit_id: int
    rule_version: int
    previous_hash: str
    hash: str
    evidence: dict[str, Any]


class EntryPage(Schema):
    """A page of the ledger, newest first."""

    total: int
    page: int
    pages: int
    entries: list[EntryShape]


class PlaceShape(Schema):
    """An exact place; those with equal credits share it."""

    rank: int
    people: int


class PlacesShape(Schema):
    """The owner's places in the academy, in her district or department, in her unit."""

    academy: PlaceShape | None
    district: PlaceShape | None
    unit: PlaceShape | None


class BoardPersonShape(Schema):
    """One line of a board of people; the name as far as the academy discloses it."""

    rank: int
    name: str
    unit: str
    credits: float
    met: bool


class BoardUnitShape(Schema):
    """One line of a board of units."""

    rank: int
    unit_id: int
    unit: str
    people: int
    started: int
    met: int
    met_rate: float
    credits_a_head: float


class LearnerStanding(Schema):
    """One learner's year, for those who look after her unit."""

    staff_number: str
    full_name: str
    unit: str
    credits: float
    required_credits: float
    due: float
    met: bool


class LearnerStandings(Schema):
    """A page of learners within the owner's scope."""

    total: int
    page: int
    pages: int
    learners: list[LearnerStanding]


class ImportShape(Schema):
    """Where an import of people stands; `faults` lists the first rows with something wrong."""

    key: str
    file_name: str
    status: str
    message: str
    total_rows: int
    checked_rows: int
    new_rows: int
    changed_rows: int
    same_rows: int
    wrong_rows: int
    faults: list[dict[str, Any]]
