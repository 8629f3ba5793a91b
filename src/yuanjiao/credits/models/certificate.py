"""Certificates that anyone can verify."""

from __future__ import annotations

from django.db import models

from yuanjiao.credits.models.ledger import LedgerEntry
from yuanjiao.kernel import identifiers


class Certificate(models.Model):
    """A certificate for one ledger entry; its code opens the public verification page."""

    code = models.CharField(max_length=22, unique=True, default=identifiers.key)
    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="certificate")
    learner_id = models.BigIntegerField(db_index=True)
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code
