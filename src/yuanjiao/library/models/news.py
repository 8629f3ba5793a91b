"""Current affairs: sections, articles, and the feeds that bring some of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel.outside import Trouble
from yuanjiao.library.models.resource import Resource
from yuanjiao.media.models import Asset


class Section(models.Model):
    """A section of the news."""

    name = models.CharField(_("栏目"), max_length=40, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class FeedProblem(models.TextChoices):
    """What may be wrong with a feed that could be fetched."""

    STATUS = "status", _("对方没有给出内容，请检查网址。")
    NO_FEED = "no_feed", _("这个网址给的不是 RSS 或 Atom。")


class Feed(models.Model):
    """An outside source (RSS or Atom) whose entries become articles that wait for an editor.

    `problem` says why the last look failed (a `Trouble` or a `FeedProblem`); empty when it did not. `etag` and
    `last_modified` are what the source wants to hear to answer "nothing new".
    """

    name = models.CharField(_("名称"), max_length=60)
    address = models.URLField(_("地址"), max_length=400, unique=True)
    section = models.ForeignKey(Section, verbose_name=_("栏目"), on_delete=models.PROTECT, related_name="feeds")
    active = models.BooleanField(_("定时收取"), default=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=12, choices=[*Trouble.choices, *FeedProblem.choices], blank=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=80, blank=True)
    brought_count = models.PositiveIntegerField(default=0)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Article(Resource):
    """An article of the news. Its body is HTML that has been cleaned before it was kept.

    One that a feed brought names the feed and the entry's own identifier, so that it comes only once,
    also after an editor has refused it.
    """

    title = models.CharField(_("标题"), max_length=160)
    section = models.ForeignKey(Section, verbose_name=_("栏目"), on_delete=models.PROTECT, related_name="articles")
    summary = models.CharField(_("摘要"), max_length=300, blank=True)
    body = models.TextField(_("正文"), blank=True)
    source = models.CharField(_("来源"), max_length=80, blank=True)
    source_address = models.URLField(_("原文地址"), max_length=400, blank=True)
    cover = models.ForeignKey(Asset, null=True, blank=True, on_delete=models.SET_NULL, related_name="covered_articles")
    feed = models.ForeignKey(Feed, null=True, blank=True, on_delete=models.PROTECT, related_name="articles")
    entry_key = models.CharField(max_length=64, blank=True)
    brought_at = models.DateTimeField(null=True, blank=True)

    class Meta(Resource.Meta):
        indexes = [
            models.Index(fields=["state", "-publish_at"], name="articles_newest"),
            models.Index(fields=["section", "state", "-publish_at"], name="articles_of_section"),
        ]
        constraints = [
            *Resource.Meta.constraints,
            models.UniqueConstraint(
                fields=["feed", "entry_key"],
                condition=models.Q(feed__isnull=False),
                name="an_entry_of_a_feed_comes_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title
