"""When a course is complete: every film covered and the quiz, if there is one, passed. Once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from yuanjiao.catalogue.models import Course, Lesson
from yuanjiao.learning import events, suspicion
from yuanjiao.learning.models import Allowance, CourseProgress, Quiz, QuizAttempt, Watch, WatchSession
from yuanjiao.media.models import AssetKind

SESSIONS_IN_EVIDENCE = 20


def films(course_id: int) -> list[int]:
    """The lessons of a course that are watched; documents are read, and reading time is not a credit."""
    return list(
        Lesson.objects.filter(course_id=course_id, asset__kind=AssetKind.VIDEO, duration_ms__gt=0).values_list(
            "id", flat=True
        )
    )


def lesson_covered(*, learner_id: int, course_id: int, now: datetime) -> None:
    """A learner has reached the needed coverage of one more lesson; called in the pulse's transaction.

    Her session is looked at for signals here too: who never opens another lesson ends none.
    """
    done = Watch.objects.filter(
        learner_id=learner_id, course_id=course_id, lesson_id__in=films(course_id), completed_at_ms__gt=0
    ).count()
    CourseProgress.objects.filter(learner_id=learner_id, course_id=course_id).update(lessons_done=done, last_at=now)
    suspicion.look_at_session(Allowance.objects.defer("desk").get(pk=learner_id), now)
    complete_if_due(learner_id, course_id, now)


@transaction.atomic
def complete_if_due(learner_id: int, course_id: int, now: datetime) -> bool:
    """Complete the course if everything is there and it is not complete yet; whether it was completed now.

    The progress row is locked before the check, so that a quiz and a last pulse at the same instant
    complete it once; the rooms above (the ledger) hear of it in the same transaction (A14, C1).
    """
    progress = (
        CourseProgress.objects.select_for_update()
        .filter(learner_id=learner_id, course_id=course_id, completed_at__isnull=True)
        .first()
    )
    if progress is None:
        return False
    lessons = films(course_id)
    watches = list(Watch.objects.filter(learner_id=learner_id, lesson_id__in=lessons, completed_at_ms__gt=0))
    has_quiz = Quiz.objects.filter(course_id=course_id).exists()
    if len(watches) < len(lessons) or (has_quiz and progress.quiz_passed_at is None) or not (lessons or has_quiz):
        return False
    progress.completed_at = now
    progress.lessons_done = len(watches)
    progress.save(update_fields=["completed_at", "lessons_done"])
    Course.objects.filter(pk=course_id).update(completion_count=F("completion_count") + 1)
    completion = events.Completion(learner_id, course_id, now, _evidence(learner_id, course_id, watches))
    for tell in events.course_completed:
        tell(completion)
    return True


def _evidence(learner_id: int, course_id: int, watches: list[Watch]) -> dict[str, Any]:
    sessions = WatchSession.objects.filter(
        learner_id=learner_id, lesson_id__in=[watch.lesson_id for watch in watches]
    ).order_by("-opened_at")[:SESSIONS_IN_EVIDENCE]
    best = (
        QuizAttempt.objects.filter(learner_id=learner_id, quiz__course_id=course_id, passed=True)
        .order_by("-score")
        .first()
    )
    return {
        "lessons": [
            {"lesson": watch.lesson_id, "covered_ms": watch.covered_ms, "duration_ms": watch.duration_ms}
            for watch in watches
        ],
        "sessions": [
            {
                "session": session.session_id,
                "opened_at": session.opened_at.isoformat(),
                "policy": session.policy_version,
            }
            for session in sessions
        ],
        "quiz": {"attempt": best.pk, "score": best.score} if best else None,
    }
