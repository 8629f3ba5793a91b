"""The academy's management measures (A19): chapters in dated versions, and who has taken note of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Unit


class MeasuresRule(models.TextChoices):
    """Which rule of the program a chapter is about; its pages lead to the chapter."""

    REQUIREMENT = "requirement", _("年度要求")
    CREDIT = "credit", _("学分")
    WATCHING = "watching", _("观看和考勤")
    DISCIPLINE = "discipline", _("学习纪律")
    TALK = "talk", _("约谈")


class MeasuresVersion(models.Model):
    """One version of the measures: a draft, which may be written, or published, which never changes.

    It is in force from its day until the next published version's.
    """

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(_("标题"), max_length=120)
    draft = models.BooleanField(default=True)
    summary = models.TextField(_("改了什么"), max_length=1000, blank=True)
    valid_from = models.DateField(_("从哪天起施行"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="measures_published"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft"], condition=models.Q(draft=True), name="one_draft_of_the_measures"),
            models.UniqueConstraint(fields=["valid_from"], name="no_two_measures_begin_together"),
            models.CheckConstraint(
                condition=models.Q(draft=True, published_at__isnull=True, valid_from__isnull=True)
                | models.Q(draft=False, published_at__isnull=False, valid_from__isnull=False),
                name="published_measures_say_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class MeasuresChapter(models.Model):
    """One chapter of a version."""

    version = models.ForeignKey(MeasuresVersion, on_delete=models.CASCADE, related_name="chapters")
    position = models.PositiveSmallIntegerField(_("第几章"))
    title = models.CharField(_("章名"), max_length=80)
    text = models.TextField(_("条文"), max_length=20_000)
    rule = models.CharField(_("对应的规则"), max_length=12, choices=MeasuresRule.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="chapters_have_their_places"),
            models.UniqueConstraint(
                fields=["version", "rule"], condition=~models.Q(rule=""), name="one_chapter_a_rule"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MeasuresReceipt(models.Model):
    """One learner has taken note of one version."""

    learner_id = models.BigIntegerField()
    version = models.ForeignKey(MeasuresVersion, on_delete=models.CASCADE, related_name="receipts")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner_id", "version"], name="one_receipt_a_learner")]
        indexes = [models.Index(fields=["version", "learner_id"], name="receipts_of_measures")]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.version_id}"


class MeasuresUnitReceipt(models.Model):
    """A unit has taken note of one version, by one of its administrators."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="measures_receipts")
    version = models.ForeignKey(MeasuresVersion, on_delete=models.CASCADE, related_name="unit_receipts")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="measures_noted_for_units"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "version"], name="one_receipt_a_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.version_id}"
