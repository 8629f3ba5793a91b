"""Courses, lessons and quizzes for tests, made without actions: no index, no audit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from yuanjiao.catalogue.models import (
    AuditOpinion,
    AuditSide,
    BatchAct,
    Course,
    CourseBatch,
    CourseMove,
    CourseProposal,
    CourseState,
    Lecturer,
    Lesson,
    ProposalKind,
    SourceKind,
    Topic,
    University,
)
from yuanjiao.catalogue.models.course import TIMED
from yuanjiao.learning.models import Choice, Question, QuestionKind, Quiz
from yuanjiao.media.models import Asset, AssetKind, AssetState
from yuanjiao.organisation.models import Person

PUBLISHED_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MINUTE_MS = 60_000
numbers = count(1)


def make_topic(name: str = "示例主题") -> Topic:
    """The topic of this name."""
    return Topic.objects.get_or_create(name=name)[0]


def make_university(name: str = "示例大学") -> University:
    """The university of this name."""
    return University.objects.get_or_create(name=name)[0]


def make_lecturer(name: str = "示例讲师", organisation: str = "") -> Lecturer:
    """The lecturer of this name."""
    return Lecturer.objects.get_or_create(name=name, organisation=organisation)[0]


def make_asset(
    kind: AssetKind = AssetKind.VIDEO, *, state: AssetState = AssetState.READY, minutes: int = 10, **fields: Any
) -> Asset:
    """An asset in the tables only; no file stands behind it."""
    return Asset.objects.create(
        kind=kind, state=state, original_name="示例.mp4", duration_ms=minutes * MINUTE_MS, progress=100, **fields
    )


def make_course(
    title: str = "示例课程",
    *,
    lessons: int = 0,
    minutes: int = 10,
    lecturers: tuple[Lecturer, ...] = (),
    **fields: Any,
) -> Course:
    """A published course with ready video lessons of so many minutes each."""
    fields.setdefault("topic", make_topic())
    fields.setdefault("source_kind", SourceKind.LOCALLY_PRODUCED)
    fields.setdefault("state", CourseState.PUBLISHED)
    once_online = fields["state"] in {CourseState.PUBLISHED, CourseState.RETIRING}
    fields.setdefault("published_at", PUBLISHED_AT if once_online else None)
    if fields["state"] in TIMED:
        fields.setdefault("due_at", PUBLISHED_AT + timedelta(days=30))
    course = Course.objects.create(
        title=title,
        **{"lesson_count": lessons, "duration_ms": lessons * minutes * MINUTE_MS, "demonstration": True} | fields,
    )
    course.lecturers.set(lecturers)
    for position in range(1, lessons + 1):
        make_lesson(course, position=position, minutes=minutes)
    return course


def make_draft(title: str = "示例草稿", **fields: Any) -> Course:
    """A course that learners do not see."""
    return make_course(title, state=CourseState.DRAFT, **fields)


def make_opinion(course: Course, auditor: Person, **remarks: str) -> AuditOpinion:
    """An auditor's opinion in the running round; without a remark everything is passed."""
    return AuditOpinion.objects.create(
        course=course,
        round=course.audit_round,
        side=AuditSide.INTERNAL,
        auditor=auditor,
        recorded_by=auditor,
        at=PUBLISHED_AT,
        **remarks,
    )


def make_batch(course: Course, starter: Person, **fields: Any) -> CourseBatch:
    """A finished batch that took one course offline."""
    fields = {"act": BatchAct.RETIRE_NOW, "started_at": PUBLISHED_AT, "finished_at": PUBLISHED_AT} | fields
    batch = CourseBatch.objects.create(course_ids=[course.pk], started_by=starter, **fields)
    make_move(course, CourseState.PUBLISHED, CourseState.RETIRED, batch=batch, actor=starter)
    return batch


def make_move(course: Course, from_state: CourseState, to_state: CourseState, **fields: Any) -> CourseMove:
    """One change in a course's history."""
    return CourseMove.objects.create(
        course=course, from_state=from_state, to_state=to_state, **{"at": PUBLISHED_AT} | fields
    )


def make_proposal(course: Course, proposer: Person, **fields: Any) -> CourseProposal:
    """A proposal to retire a course that waits for a decision."""
    fields = {"kind": ProposalKind.RETIRE, "reason": "示例理由", "proposed_at": PUBLISHED_AT} | fields
    return CourseProposal.objects.create(course=course, proposed_by=proposer, **fields)


def make_lesson(course: Course, *, position: int = 1, minutes: int = 10, **fields: Any) -> Lesson:
    """A lesson with a ready video."""
    fields.setdefault("asset", make_asset(minutes=minutes))
    fields.setdefault("title", f"第{position}讲")
    return Lesson.objects.create(course=course, position=position, duration_ms=minutes * MINUTE_MS, **fields)


def make_quiz(course: Course, *, questions: int = 5, **fields: Any) -> Quiz:
    """A quiz of single-choice questions whose first choice is right."""
    quiz = Quiz.objects.create(course=course, **fields)
    for number in range(1, questions + 1):
        question = Question.objects.create(
            quiz=quiz, kind=QuestionKind.SINGLE, text=f"示例问题{number}？", position=number
        )
        Choice.objects.bulk_create(
            [
                Choice(question=question, text=f"选项{place}", correct=place == 1, position=place)
                for place in range(1, 5)
            ]
        )
    return quiz
