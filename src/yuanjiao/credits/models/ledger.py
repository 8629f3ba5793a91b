"""The one ledger (C2)."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """Why an entry stands."""

    COMPLETION = "completion", _("课程完成")
    CLAIM = "claim", _("线下培训")
    REVERSAL = "reversal", _("冲正")
    RESTORED = "restored", _("申诉补记")


class LedgerEntry(models.Model):
    """One line of one learner's account; never changed, never deleted.

    `hash` covers the entry and the hash before it, so that rewriting any line breaks the chain.
    `source_kind` and `source_id` name what earned it (``course`` 12); the database allows each source
    one entry of a kind. `unit_path` is where the learner was at that time; `rule_version` is the
    credit policy that was applied. The evidence is kept as the very text that was hashed: a database's
    own JSON type may reorder keys. A reversal counts in the year of what it reverses.
    """

    learner_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    category = models.CharField(max_length=10)
    hundredths = models.IntegerField()
    source_kind = models.CharField(max_length=16)
    source_id = models.BigIntegerField()
    title = models.CharField(max_length=160)
    evidence_text = models.TextField(default="{}")
    rule_version = models.PositiveIntegerField(default=0)
    unit_id = models.BigIntegerField()
    unit_path = models.CharField(max_length=255)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner_id", "sequence"], name="ledger_has_no_gap_or_fork"),
            models.UniqueConstraint(
                fields=["learner_id", "source_kind", "source_id", "kind"], name="a_source_is_credited_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="reversal", hundredths__lte=0)
                | (~models.Q(kind="reversal") & models.Q(hundredths__gte=0)),
                name="only_reversals_take_away",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}/{self.sequence}: {self.hundredths}"

    @property
    def evidence(self) -> dict[str, Any]:
        """What the credit rests on: watched and needed time by lesson, sessions, quiz score."""
        return dict(json.loads(self.evidence_text))
