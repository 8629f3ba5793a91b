"""Message boards of courses and of the academy (A9)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BoardMessage(models.Model):
    """One message on a course's board, or on the academy's when it names no course.

    Hidden messages stay in the table with who hid them and why. Where the policy asks for moderation
    before showing, a message waits (`waiting`) until a moderator lets it through. `unit_path` is the
    author's place in the tree when she wrote: it decides which moderators it concerns.
    """

    course = models.ForeignKey(
        "catalogue.Course", null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="board_messages")
    text = models.TextField(_("留言"), max_length=1000)
    written_at = models.DateTimeField()
    unit_path = models.CharField(max_length=255, blank=True)
    like_count = models.PositiveIntegerField(default=0)
    waiting = models.BooleanField(default=False)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages_hidden"
    )
    hidden_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["course", "-written_at"], name="messages_newest"),
            models.Index(fields=["-written_at"], name="messages_newest_of_all"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hidden_at__isnull=True) | ~models.Q(hidden_reason=""),
                name="hidden_messages_say_why",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class MessageLike(models.Model):
    """One person likes one message."""

    person_id = models.BigIntegerField()
    message = models.ForeignKey(BoardMessage, on_delete=models.CASCADE, related_name="likes")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "message"], name="one_like_a_message")]

    def __str__(self) -> str:
        return f"{self.person_id} likes {self.message_id}"
