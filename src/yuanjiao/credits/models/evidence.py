"""Files that prove a training or a reason for exemption."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.models.exemption import Exemption
from yuanjiao.credits.models.training import Training
from yuanjiao.kernel import identifiers


class EvidenceKind(models.TextChoices):
    """What a file shows."""

    SIGN_IN_SHEET = "sign_in_sheet", _("签到表")
    TIMETABLE = "timetable", _("课程表")
    OTHER = "other", _("其他证明")


class EvidenceFile(models.Model):
    """One PDF or picture, kept in the store of originals under ``evidence/<key>`` and served as a download only.

    Pictures are made anew, so that nothing but the picture is in them. `fingerprint` is the SHA-256 of what is kept.
    """

    key = models.CharField(max_length=22, unique=True, default=identifiers.key, editable=False)
    training = models.ForeignKey(Training, null=True, on_delete=models.PROTECT, related_name="evidence")
    exemption = models.ForeignKey(Exemption, null=True, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("材料"), max_length=16, choices=EvidenceKind.choices)
    name = models.CharField(_("文件名"), max_length=160)
    suffix = models.CharField(max_length=4, choices=[("pdf", "PDF"), ("jpg", "JPG")])
    size = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(training__isnull=False, exemption__isnull=True)
                | models.Q(training__isnull=True, exemption__isnull=False),
                name="evidence_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stored_as(self) -> str:
        """Where it lies in the store."""
        return f"evidence/{self.key}.{self.suffix}"

    @property
    def download_name(self) -> str:
        """What it is called when it is saved: its own name with the ending of what it has become."""
        stem = self.name.rsplit(".", 1)[0]
        return f"{stem}.{self.suffix}"
