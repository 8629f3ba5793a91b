"""How far a learner is in a course."""

from __future__ import annotations

from django.db import models


class CourseProgress(models.Model):
    """One learner in one course, from the first opening to completion (which happens once)."""

    learner_id = models.BigIntegerField()
    course = models.ForeignKey("catalogue.Course", on_delete=models.CASCADE, related_name="progresses")
    started_at = models.DateTimeField()
    last_lesson_id = models.BigIntegerField(default=0)
    last_at = models.DateTimeField()
    lessons_done = models.PositiveSmallIntegerField(default=0)
    quiz_passed_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner_id", "course"], name="one_progress_a_course")]
        indexes = [
            models.Index(fields=["learner_id", "-last_at"], name="progress_of_learner"),
            models.Index(
                fields=["completed_at", "course"],
                name="progress_by_completion",
                condition=models.Q(completed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.course_id}"
