"""Who opened what on which day, and the totals that follow."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yuanjiao.library.models.resource import ResourceKind


class Reading(models.Model):
    """How often one person opened one resource on one day; no time is kept, and it earns nothing.

    `item_id` is the number of the resource of its kind. The learner comes first in the key, as in every
    table that grows with learners.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings", db_index=False
    )
    kind = models.CharField(max_length=8, choices=ResourceKind.choices)
    item_id = models.BigIntegerField()
    day = models.DateField()
    opens = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "item_id"], name="readings_of_a_resource"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["learner", "kind", "item_id", "day"], name="one_reading_a_day"),
            models.CheckConstraint(condition=models.Q(opens__gte=1), name="a_reading_was_opened"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.kind} {self.item_id} {self.day}"


class ReadingDay(models.Model):
    """A projection of the readings, kept in the same transaction: one resource on one day.

    Pages read figures from here: their price follows the number of resources, not that of learners.
    """

    kind = models.CharField(max_length=8, choices=ResourceKind.choices)
    item_id = models.BigIntegerField()
    day = models.DateField()
    opens = models.PositiveIntegerField(default=0)
    readers = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "day"], name="reading_days_of_a_kind"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "item_id", "day"], name="one_total_a_resource_and_day"),
            models.CheckConstraint(
                condition=models.Q(readers__lte=models.F("opens")), name="a_day_has_no_more_readers_than_openings"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id} {self.day}"
