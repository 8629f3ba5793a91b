"""Uploaded films, documents, captions and pictures, and what is made of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import identifiers


class AssetKind(models.TextChoices):
    """What an asset is to its viewer."""

    VIDEO = "video", _("视频")
    DOCUMENT = "document", _("文档")
    CAPTIONS = "captions", _("字幕")
    PICTURE = "picture", _("图片")


class AssetState(models.TextChoices):
    """How far the making of an asset has come."""

    WAITING = "waiting", _("等待处理")
    PROCESSING = "processing", _("处理中")
    READY = "ready", _("可用")
    FAILED = "failed", _("失败")


class Asset(models.Model):
    """One original file, kept, and its playable or readable form under `key` in the media store.

    `duration_ms` is that of the picture; `progress` is per cent of the making; `problem` is a code
    of `media.problems` when it failed, `problem_detail` what helps to mend it (line numbers).
    `worked_at` is the maker's last sign of life: one that is old marks work that a crash interrupted.
    `parts` counts the pages of a PDF or the chapters of an EPUB.
    """

    key = models.CharField(max_length=22, unique=True, default=identifiers.key)
    kind = models.CharField(max_length=12, choices=AssetKind.choices)
    state = models.CharField(max_length=12, choices=AssetState.choices, default=AssetState.WAITING)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="assets")
    original_name = models.CharField(max_length=255)
    original_path = models.CharField(max_length=255, blank=True)
    size = models.BigIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)
    problem_detail = models.TextField(blank=True)
    worked_at = models.DateTimeField(null=True, blank=True)
    parts = models.PositiveIntegerField(default=0)
    duration_ms = models.PositiveBigIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Progress never passes the whole."""

        constraints = [
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="progress_is_per_cent"),
        ]

    def __str__(self) -> str:
        return self.original_name


class Rendition(models.Model):
    """One rung of a video's ladder (240p, 480p, 720p, audio); a finished one is never made again.

    `bits_per_second` is the rate of its busiest segment.
    """

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="renditions")
    name = models.CharField(max_length=12)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    frame_rate = models.FloatField(default=0)
    codec = models.CharField(max_length=40, blank=True)
    bits_per_second = models.PositiveIntegerField(default=0)
    mean_bits_per_second = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """A rung is made once."""

        constraints = [models.UniqueConstraint(fields=["asset", "name"], name="one_rendition_a_rung")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.name}"
