"""Who did what, when, to what, and on which part of the tree."""

from __future__ import annotations

from django.db import models

EVERYDAY = "organisation.sign_in"
"""The act that happens far more often than all others together; lists leave it out until it is asked for."""


class AuditEntry(models.Model):
    """One act of a person or of the system, written in the transaction of the change itself.

    The actor is a bare number: the kernel knows no people. `unit_path` is the tree path of the unit
    concerned, so that the tier above reads its subtree's acts by prefix. Never updated, never deleted
    before its retention term. Nearly all entries are sign-ins; what serves the others has indices without them.
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    unit_path = models.CharField(max_length=255, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["unit_path", "-at"], name="audit_by_unit"),
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="audit_by_subject"),
            models.Index(fields=["verb", "-at"], name="audit_by_verb"),
            models.Index(fields=["actor_id", "-at"], name="audit_by_actor"),
            models.Index(fields=["-at", "-id"], name="audit_by_time", condition=~models.Q(verb=EVERYDAY)),
            models.Index(fields=["unit_path", "-at"], name="audit_by_unit_time", condition=~models.Q(verb=EVERYDAY)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_kind} {self.subject_id}"
