"""Proposals of the review board to retire or renew a course."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models.course import Course
from yuanjiao.organisation.models import Person


class ProposalKind(models.TextChoices):
    """What is proposed."""

    RETIRE = "retire", _("建议下线")
    RENEW = "renew", _("建议更新")


class CourseProposal(models.Model):
    """Somebody proposes to retire or renew a course, and somebody else decides.

    `figures` are those of the day of the proposal: score, parts, and what they were made of.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(_("建议"), max_length=8, choices=ProposalKind.choices)
    reason = models.CharField(_("理由"), max_length=300)
    figures = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    answer = models.CharField(_("决定的理由"), max_length=300, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=models.Q(decided_at__isnull=True), name="one_open_proposal_a_course"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, decided_by__isnull=True, accepted__isnull=True)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False, accepted__isnull=False),
                name="a_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="nobody_decides_her_own_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.course_id}"
