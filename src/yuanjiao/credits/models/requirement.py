"""What a year requires of a post level (A16)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Requirement(models.Model):
    """Credits due in a year at a post level, as a dated version; the newest in force is applied."""

    year = models.PositiveSmallIntegerField(_("年度"))
    post_level = models.CharField(_("职务层次"), max_length=3)
    version = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    total_hundredths = models.PositiveIntegerField()
    required_hundredths = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "post_level", "version"], name="requirement_versions_are_unique"),
            models.CheckConstraint(
                condition=models.Q(required_hundredths__lte=models.F("total_hundredths")),
                name="required_part_fits_the_total",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.post_level} v{self.version}"
