"""Where a reader stopped in a document."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yuanjiao.media.models.asset import Asset


class ReadingPosition(models.Model):
    """The place where a learner last read a document; earns nothing, so its time is not kept.

    `place` is a page number of a PDF or the number of an EPUB's chapter, from 0; `fraction` is how far
    down that page or chapter, in thousandths.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reading_positions")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="reading_positions")
    place = models.PositiveIntegerField(default=0)
    fraction = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        """One place a reader and document."""

        constraints = [
            models.UniqueConstraint(fields=["learner", "asset"], name="one_reading_position_a_document"),
            models.CheckConstraint(condition=models.Q(fraction__lte=1000), name="reading_fraction_is_in_thousandths"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.asset_id}: {self.place}"
