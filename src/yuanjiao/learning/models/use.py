"""How much courses are used, counted month by month from what was learned, rated and searched (A7, A12).

All of these are projections: counting again gives the same. Pages read them, never the rows behind them.
"""

from __future__ import annotations

from django.db import models


class CountedMonth(models.Model):
    """A month whose use was counted, and when last; the running one is counted every hour."""

    month = models.DateField(primary_key=True)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class CourseUse(models.Model):
    """How many learners completed a course in a month; `month` is its first day."""

    month = models.DateField()
    course = models.ForeignKey("catalogue.Course", on_delete=models.CASCADE, related_name="use")
    completions = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "course"], name="one_use_a_month_and_course")]

    def __str__(self) -> str:
        return f"{self.course_id} {self.month:%Y-%m}: {self.completions}"


class GroupUse(models.Model):
    """What learners of a post level in a kind of unit completed of a topic in a month.

    Level and kind are those of the day of counting.
    """

    month = models.DateField()
    topic = models.ForeignKey("catalogue.Topic", on_delete=models.CASCADE, related_name="use")
    post_level = models.CharField(max_length=3)
    unit_kind = models.CharField(max_length=24)
    completions = models.PositiveIntegerField()
    learned_ms = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "topic", "post_level", "unit_kind"], name="one_use_a_month_and_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.post_level} {self.unit_kind} {self.month:%Y-%m}: {self.completions}"


class GroupRating(models.Model):
    """How learners of a post level in a kind of unit rate a topic's courses; level and kind of the day of rating."""

    topic = models.ForeignKey("catalogue.Topic", on_delete=models.CASCADE, related_name="group_ratings")
    post_level = models.CharField(max_length=3)
    unit_kind = models.CharField(max_length=24)
    ratings = models.PositiveIntegerField()
    stars = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "post_level", "unit_kind"], name="one_rating_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.post_level} {self.unit_kind}: {self.ratings}"


class SearchUse(models.Model):
    """Words that several learners searched for in a month, how often in vain, and the topic nearest to them.

    Words of fewer than `learning.actions.use.FEWEST` learners are not kept: what one person looks for is hers.
    """

    month = models.DateField()
    words = models.CharField(max_length=80)
    searches = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()
    topic = models.ForeignKey("catalogue.Topic", null=True, on_delete=models.SET_NULL, related_name="searches")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "words"], name="one_use_a_month_and_words")]

    def __str__(self) -> str:
        return f"{self.words} {self.month:%Y-%m}: {self.searches}"
