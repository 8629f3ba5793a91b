"""Rules as dated data (C3)."""

from __future__ import annotations

from django.db import models


class PolicyVersion(models.Model):
    """One version of one kind of rule; in force from its date until the next version's.

    A new version never changes what was earned or reported under an older one: whoever applies a
    rule stores the number of the version it applied. `body` is read by the domain that owns the kind.
    """

    kind = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    body = models.JSONField(default=dict)
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="policy_numbers_are_unique"),
            models.UniqueConstraint(fields=["kind", "valid_from"], name="policy_dates_are_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
