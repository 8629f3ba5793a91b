"""What a year requires of a post level (A16)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Requirement(models.Model):
    """Credits due in a year at a post level, as a dated version; the newest in force is applied.

    `carry_over_hundredths` is how much of what someone earned beyond the year before is counted for this one at
    most; it stands for elective credits only, so it fits the elective part.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    post_level = models.CharField(_("职务层次"), max_length=3)
    version = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    total_hundredths = models.PositiveIntegerField()
    required_hundredths = models.PositiveIntegerField()
    carry_over_hundredths = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "post_level", "version"], name="requirement_versions_are_unique"),
            models.CheckConstraint(
                condition=models.Q(required_hundredths__lte=models.F("total_hundredths")),
                name="required_part_fits_the_total",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    carry_over_hundredths__lte=models.F("total_hundredths") - models.F("required_hundredths")
                ),
                name="carry_over_fits_the_elective_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.post_level} v{self.version}"
