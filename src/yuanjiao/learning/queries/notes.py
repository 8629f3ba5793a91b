"""A learner's own notes."""

from __future__ import annotations

from django.db.models import QuerySet

from yuanjiao.learning.models import Note


def of_lesson(learner_id: int, lesson_id: int) -> QuerySet[Note]:
    """A learner's notes of one lesson, in the order of the film."""
    return Note.objects.filter(learner_id=learner_id, lesson_id=lesson_id).order_by("at_ms", "pk")
