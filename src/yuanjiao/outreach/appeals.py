"""What an appeal is against, what can be given for it, and the evidence that lies before whoever decides (C2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet

from yuanjiao.catalogue.models import Course, Lesson
from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.credits.public import course_worth, reversed_by
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.learning.models import CourseProgress, Watch
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.models import Appeal, AppealState, AppealSubject, StudyReview


@dataclass(frozen=True, slots=True)
class Against:
    """What an appeal is against, in words, since when it stands, and who decided it if a person did."""

    subject: AppealSubject
    title: str
    sequence: int | None = None
    lesson_id: int | None = None
    review_id: int | None = None
    at: datetime | None = None
    decided_by: int | None = None


@dataclass(frozen=True, slots=True)
class Givable:
    """What granting would give: reversed credits in full, or a course's credit for a lost lesson."""

    reversals: Sequence[LedgerEntry] = ()
    hundredths: int = 0
    course: Course | None = None

    @property
    def whole(self) -> int:
        """All that would be given, in hundredths."""
        return self.hundredths or -sum(reversal.hundredths for reversal in self.reversals)


def against_entry(entry: LedgerEntry) -> Against:
    """An appeal against a line of the ledger; where it was taken back, against the taking back."""
    reversal = entry if entry.kind == EntryKind.REVERSAL else reversed_by(entry)
    wanted = reversal or entry
    return Against(
        AppealSubject.ENTRY, wanted.title, sequence=wanted.sequence, at=wanted.at, decided_by=_reverser(wanted)
    )


def against_lesson(lesson: Lesson) -> Against:
    """An appeal for study of a lesson that did not count; the server decided that, no person."""
    course = lesson.course.title
    title = course if lesson.title == course else f"{course} · {lesson.title}"
    return Against(AppealSubject.LESSON, title, lesson_id=lesson.pk)


def against_review(review: StudyReview) -> Against:
    """An appeal against what a review came to."""
    return Against(
        AppealSubject.REVIEW,
        str(review.get_verdict_display()),
        review_id=review.pk,
        at=review.decided_at,
        decided_by=review.decided_by_id,
    )


def _reverser(entry: LedgerEntry) -> int | None:
    if entry.kind != EntryKind.REVERSAL:
        return None
    reversed_line = entry.evidence.get("reverses") or 0
    original = LedgerEntry.objects.filter(learner_id=entry.learner_id, sequence=reversed_line).first()
    acts = AuditEntry.objects.filter(subject_kind="ledger_entry", subject_id=str(original.pk) if original else "")
    act = acts.filter(verb="credits.reverse").order_by("-at").first()
    return Person.objects.filter(pk=act.actor_id or 0).values_list("pk", flat=True).first() if act else None


def givable(found: Appeal, now: datetime) -> Givable:
    """What granting an appeal would give; nothing where nothing was taken or the course is credited."""
    entries = LedgerEntry.objects.filter(learner_id=found.learner_id)
    if found.subject == AppealSubject.LESSON:
        return _for_lesson(found, now)
    if found.subject == AppealSubject.ENTRY:
        reversals = list(entries.filter(sequence=found.sequence or 0, kind=EntryKind.REVERSAL))
    else:
        taken = entries.filter(sequence__in=found.review.sequences if found.review else [])
        reversals = [reversal for entry in taken.order_by("sequence") if (reversal := reversed_by(entry))]
    given = {entry.source_id for entry in entries.filter(kind=EntryKind.RESTORED, source_kind="restored")}
    return Givable(reversals=[each for each in reversals if each.pk not in given])


def _for_lesson(found: Appeal, now: datetime) -> Givable:
    lesson = Lesson.objects.select_related("course").filter(pk=found.lesson_id or 0).first()
    if lesson is None:
        return Givable()
    course = lesson.course
    credited = LedgerEntry.objects.filter(learner_id=found.learner_id, source_kind="course", source_id=course.pk)
    return Givable() if credited.exists() else Givable(hundredths=course_worth(course, now)[1], course=course)


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """How far a learner is in a lesson and its course, as the server counted."""

    covered_ms: int
    duration_ms: int
    lessons_done: int
    completed_at: datetime | None


def lesson_facts(found: Appeal) -> LessonFacts | None:
    """The counted study of the lesson that an appeal is about; none where she never opened it."""
    watch = Watch.objects.filter(learner_id=found.learner_id, lesson_id=found.lesson_id or 0).first()
    if watch is None:
        return None
    progress = CourseProgress.objects.filter(learner_id=found.learner_id, course_id=watch.course_id).first()
    return LessonFacts(
        watch.covered_ms,
        watch.duration_ms,
        progress.lessons_done if progress else 0,
        progress.completed_at if progress else None,
    )


def evidence_of(found: Appeal) -> dict[str, Any]:
    """The facts as they stand when an appeal is decided, to be kept with it."""
    if found.subject == AppealSubject.ENTRY:
        entry = LedgerEntry.objects.filter(learner_id=found.learner_id, sequence=found.sequence or 0).first()
        return {"hash": entry.hash, "hundredths": entry.hundredths, **entry.evidence} if entry else {}
    if found.subject == AppealSubject.REVIEW and found.review:
        review = found.review
        return {"signals": review.signals, "sequences": review.sequences, "reason": review.reason}
    facts = lesson_facts(found)
    return {"covered_ms": facts.covered_ms, "duration_ms": facts.duration_ms} if facts else {}


def appeals_in(scope: Scope) -> QuerySet[Appeal]:
    """The appeals that the scope may decide, except her own."""
    rows = scope.rows(Permission.CREDITS_CORRECT, Appeal.objects.exclude(learner_id=scope.person_id), "unit_path")
    return rows.select_related("learner__unit", "first_decider", "decided_by")


def appeals_of(learner: Person) -> QuerySet[Appeal]:
    """A learner's own appeals, the latest first."""
    return Appeal.objects.filter(learner=learner).select_related("decided_by").order_by("-written_at", "-pk")


def waiting_appeals(scope: Scope) -> tuple[int, Any]:
    """How many appeals wait for the scope, and the day by which the first of them is to be answered."""
    rows = appeals_in(scope).filter(state=AppealState.WAITING).exclude(first_decider_id=scope.person_id)
    found = rows.order_by().aggregate(number=Count("pk"), first=Min("due_on"))
    return found["number"], found["first"]
