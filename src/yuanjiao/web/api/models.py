"""Personal access tokens."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AccessToken(models.Model):
    """One token of one person. Only the hash of its 256 random bits is kept: nobody can read it back.

    `beginning` is what the owner recognises it by. A revoked token stays, so that the list tells its story.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=60)
    beginning = models.CharField(max_length=10)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="tokens_end_after_they_begin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.beginning}… of {self.person_id}"
