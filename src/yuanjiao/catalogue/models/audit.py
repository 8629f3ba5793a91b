"""What auditors say of a course before learners see it (GB/T 38862)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models.course import Course
from yuanjiao.organisation.models import Person


class Criterion(models.TextChoices):
    """The five criteria of the standard; each is the name of the field that holds its remark."""

    POLITICAL = "political", _("政治性")
    SCIENTIFIC = "scientific", _("科学性")
    COMPLETE = "complete", _("完整性")
    REASONABLE = "reasonable", _("合理性")
    CONFORMING = "conforming", _("规范性")


class AuditSide(models.TextChoices):
    """Whether an auditor belongs to the academy."""

    INTERNAL = "internal", _("内部审核")
    EXTERNAL = "external", _("外部审核")


REMARK = 300


class AuditOpinion(models.Model):
    """One auditor's opinion in one round: a criterion without a remark is passed.

    The auditor is a person who signs in, or an expert named by whoever records her signed opinion
    (`recorded_by`). Opinions of earlier rounds stay for the record and count no more.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="opinions")
    round = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=8, choices=AuditSide.choices)
    auditor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    expert_name = models.CharField(_("专家姓名"), max_length=60, blank=True)
    expert_organisation = models.CharField(_("专家单位"), max_length=80, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    political = models.CharField(max_length=REMARK, blank=True)
    scientific = models.CharField(max_length=REMARK, blank=True)
    complete = models.CharField(max_length=REMARK, blank=True)
    reasonable = models.CharField(max_length=REMARK, blank=True)
    conforming = models.CharField(max_length=REMARK, blank=True)

    class Meta:
        ordering = ["-round", "-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "round", "auditor"],
                condition=models.Q(auditor__isnull=False),
                name="one_opinion_an_auditor_and_round",
            ),
            models.UniqueConstraint(
                fields=["course", "round", "expert_name", "expert_organisation"],
                condition=models.Q(auditor__isnull=True),
                name="one_opinion_an_expert_and_round",
            ),
            models.CheckConstraint(
                condition=models.Q(auditor__isnull=False, expert_name="", side=AuditSide.INTERNAL)
                | models.Q(auditor__isnull=True, side=AuditSide.EXTERNAL) & ~models.Q(expert_name=""),
                name="an_opinion_is_a_persons_or_an_experts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.auditor or self.expert_name}: {self.course_id}"

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """The criteria that are not passed, by their names, each with what is said of it."""
        return [(str(each.label), getattr(self, each.value)) for each in Criterion if getattr(self, each.value)]

    @property
    def passed(self) -> bool:
        """Whether all five criteria are passed."""
        return not self.remarks
