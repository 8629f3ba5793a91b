"""Notes that a learner takes while watching."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    """A learner's own note at a moment of a lesson; nobody else reads it."""

    learner_id = models.BigIntegerField()
    lesson = models.ForeignKey("catalogue.Lesson", on_delete=models.CASCADE, related_name="notes")
    at_ms = models.PositiveBigIntegerField()
    text = models.TextField(_("笔记"), max_length=2000)
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["learner_id", "lesson", "at_ms"], name="notes_of_lesson")]

    def __str__(self) -> str:
        return self.text[:40]
