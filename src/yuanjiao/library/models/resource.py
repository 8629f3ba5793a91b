"""What books, articles and apps have in common: a life from draft to withdrawal, a schedule, reading figures."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResourceState(models.TextChoices):
    """Where a resource stands. Whether a published one is shown now is its schedule's matter."""

    DRAFT = "draft", _("草稿")
    REVIEW = "review", _("待审")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已下架")
    REFUSED = "refused", _("不采用")


class ResourceKind(models.TextChoices):
    """The kinds of resources that are opened and counted."""

    BOOK = "book", _("图书")
    ARTICLE = "article", _("新闻")
    DIGEST = "digest", _("手机报")
    APP = "app", _("应用")


def in_time(now: datetime) -> models.Q:
    """The condition that a schedule has begun and has not ended."""
    begun = models.Q(publish_at__lte=now)
    return begun & (models.Q(take_down_at__isnull=True) | models.Q(take_down_at__gt=now))


Row = TypeVar("Row", bound="Resource")


def shown(rows: models.QuerySet[Row], now: datetime) -> models.QuerySet[Row]:
    """Those of the resources that readers see at a moment."""
    return rows.filter(in_time(now), state=ResourceState.PUBLISHED)


class Resource(models.Model):
    """A resource that editors prepare and readers open.

    It is seen from `publish_at` until `take_down_at`, by the clock and with no work at those moments.
    `open_count` and `reader_count` are projections of the readings, kept in the same transaction.
    Nothing that was ever published is deleted: it is withdrawn, and its figures stay.
    """

    state = models.CharField(_("状态"), max_length=10, choices=ResourceState.choices, default=ResourceState.DRAFT)
    publish_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    take_down_at = models.DateTimeField(_("下架时间"), null=True, blank=True)
    open_count = models.PositiveIntegerField(default=0)
    reader_count = models.PositiveIntegerField(default=0)
    demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(publish_at__isnull=False),
                name="%(class)s_published_says_since_when",
            ),
            models.CheckConstraint(
                condition=models.Q(take_down_at__isnull=True) | models.Q(take_down_at__gt=models.F("publish_at")),
                name="%(class)s_is_taken_down_after_its_beginning",
            ),
            models.CheckConstraint(
                condition=models.Q(reader_count__lte=models.F("open_count")),
                name="%(class)s_has_no_more_readers_than_openings",
            ),
        ]

    def shown_at(self, now: datetime) -> bool:
        """Whether readers see it at a moment."""
        if self.state != ResourceState.PUBLISHED or self.publish_at is None or self.publish_at > now:
            return False
        return self.take_down_at is None or self.take_down_at > now

    def stands_at(self, now: datetime) -> str:
        """Where it stands at a moment, in words."""
        if self.state != ResourceState.PUBLISHED or self.shown_at(now):
            return str(self.get_state_display())
        return str(_("已到期") if self.take_down_at and self.take_down_at <= now else _("定时发布"))
