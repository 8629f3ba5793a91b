"""Circulars: what is told to the units of how they stood (A19)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Unit
from yuanjiao.oversight.models.snapshot import Snapshot


class CircularState(models.TextChoices):
    """How far a circular is."""

    DRAFT = "draft", _("草稿")
    CHECKED = "checked", _("数字已核对")
    PUBLISHED = "published", _("已发布")


class Reach(models.IntegerChoices):
    """Down to which tier a circular is told."""

    SECOND = 2, _("市级部门和区县")
    THIRD = 3, _("直到区县部门和乡镇街道")
    EVERYONE = 9, _("全体学员")


class Circular(models.Model):
    """One circular of a unit about its subtree, with its snapshot.

    Until it is published `text` names figures by their fields; publishing puts the figures in, gives it its
    number of the year and a `hash` of everything it says. From then on it never changes: a correction is a
    new circular that `corrects` it. `ranked` is whether rankings were allowed when it was published. `job`
    is the work that counts or checks its figures, or tells the people concerned.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="circulars")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="circulars")
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("正文"))
    reach = models.PositiveSmallIntegerField(_("发到哪一级"), choices=Reach.choices, default=Reach.SECOND)
    state = models.CharField(_("状态"), max_length=10, choices=CircularState.choices, default=CircularState.DRAFT)
    template_version = models.PositiveIntegerField(default=0)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    job = models.ForeignKey(BackgroundJob, null=True, on_delete=models.SET_NULL, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    ranked = models.BooleanField(default=False)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CircularState.PUBLISHED, published_at__isnull=False, number__isnull=False)
                & Q(year__isnull=False, checked_at__isnull=False)
                & ~Q(hash="")
                | ~Q(state=CircularState.PUBLISHED) & Q(published_at__isnull=True, number__isnull=True, hash=""),
                name="a_published_circular_is_checked_numbered_sealed",
            ),
            models.UniqueConstraint(fields=["unit", "year", "number"], name="circular_numbers_are_unique_in_a_year"),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(state="published"), name="a_circular_is_corrected_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "-published_at"], name="circulars_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def published(self) -> bool:
        """Whether it is out and never changes any more."""
        return self.state == CircularState.PUBLISHED


class CircularReceipt(models.Model):
    """An administrator whom a circular concerns: when she was told, when she first opened it, when reminded."""

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="receipts", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="circular_receipts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circular", "person"], name="one_receipt_a_person_and_circular"),
        ]

    def __str__(self) -> str:
        return f"{self.circular_id}: {self.person_id}"
