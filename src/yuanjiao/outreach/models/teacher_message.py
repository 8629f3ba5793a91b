"""What a learner and her class teacher write to each other (A18)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TeacherMessage(models.Model):
    """One message between a learner and whoever teaches her class at the time; hers if she is its author.

    `seen_at`: when the learner's own message was answered or put aside, or when she read one that was written to her.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teacher_messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="teacher_messages_written"
    )
    text = models.TextField(_("留言"), max_length=1000)
    written_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "-written_at"], name="teacher_messages_newest")]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="teacher_messages_say_something")]

    def __str__(self) -> str:
        return self.text[:40]
