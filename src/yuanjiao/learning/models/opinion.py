"""Likes and ratings of courses (A4, A7)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseLike(models.Model):
    """One learner likes one course."""

    learner_id = models.BigIntegerField()
    course = models.ForeignKey("catalogue.Course", on_delete=models.CASCADE, related_name="likes")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner_id", "course"], name="one_like_a_course")]

    def __str__(self) -> str:
        return f"{self.learner_id} likes {self.course_id}"


class Rating(models.Model):
    """Stars given after completion, with the post level and unit kind of that day for analysis."""

    learner_id = models.BigIntegerField()
    course = models.ForeignKey("catalogue.Course", on_delete=models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField(_("评分"))
    comment = models.CharField(_("评语"), max_length=500, blank=True)
    post_level = models.CharField(max_length=3)
    unit_kind = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner_id", "course"], name="one_rating_a_course"),
            models.CheckConstraint(condition=models.Q(stars__gte=1, stars__lte=5), name="stars_are_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.stars} for {self.course_id}"
