"""The public-opinion digest: numbered issues, their items, who wants them, what each was sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import identifiers
from yuanjiao.library.models.news import Article


class Digest(models.Model):
    """One issue (期). A draft may change; one that has been sent never does.

    `to_everyone` says who is told: every learner, or subscribers alone. `delivered_at` is when the last
    message had gone out.
    """

    number = models.PositiveIntegerField(_("期号"), unique=True)
    title = models.CharField(_("标题"), max_length=80)
    opening = models.TextField(_("导语"), blank=True)
    to_everyone = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    open_count = models.PositiveIntegerField(default=0)
    reader_count = models.PositiveIntegerField(default=0)
    demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(sent_at__isnull=False),
                name="what_was_delivered_had_been_sent",
            ),
            models.CheckConstraint(
                condition=Q(reader_count__lte=F("open_count")), name="digest_has_no_more_readers_than_openings"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DigestItem(models.Model):
    """One item of an issue: words of its own, and the article they lead to if there is one."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("标题"), max_length=160)
    words = models.TextField(_("内容"), max_length=1000)
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="digest_items")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["digest", "position"], name="digest_positions_are_unique"),
            models.UniqueConstraint(
                fields=["digest", "article"],
                condition=Q(article__isnull=False),
                name="an_article_is_in_an_issue_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Subscription(models.Model):
    """What one person wants of the digest; without a row she has not been asked.

    `key` opens the page that ends it from a message, without signing in.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscription")
    key = models.CharField(max_length=22, unique=True, default=identifiers.key)
    by_notice = models.BooleanField(_("在通知里收到"), default=True)
    by_mail = models.BooleanField(_("用邮件收到"), default=False)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person"], name="subscribed_by_mail", condition=Q(by_mail=True))]

    def __str__(self) -> str:
        return f"{self.person_id}"


class MailState(models.TextChoices):
    """What became of the message of one delivery."""

    NONE = "none", _("不发邮件")
    WAITING = "waiting", _("等待发送")
    SENT = "sent", _("已发出")
    FAILED = "failed", _("没有发出")


class Delivery(models.Model):
    """What one person was sent of one issue: once, however often the work is begun anew.

    A message is marked as sent before it goes out: a crash may lose one, and never doubles any.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries")
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="deliveries")
    mail = models.CharField(max_length=8, choices=MailState.choices, default=MailState.NONE)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["digest", "mail"], name="deliveries_of_a_digest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="one_delivery_a_person_and_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.digest_id} → {self.person_id}"
