"""A colleague recommends a course (A4)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Recommendation(models.Model):
    """One person recommends one course to another, with a few words."""

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recommendations_sent")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recommendations")
    course = models.ForeignKey("catalogue.Course", on_delete=models.CASCADE, related_name="recommendations")
    words = models.CharField(_("附言"), max_length=200, blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "receiver", "course"], name="one_recommendation_a_colleague"),
            models.CheckConstraint(
                condition=~models.Q(sender=models.F("receiver")), name="nobody_recommends_to_herself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} for {self.receiver_id}"
