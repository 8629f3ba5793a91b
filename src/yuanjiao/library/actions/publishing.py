"""Publishing resources on a schedule, withdrawing them, refusing what a feed brought."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.library.actions.records import record
from yuanjiao.library.failures import LibraryFailure
from yuanjiao.library.models import Article, Book, Resource, ResourceState
from yuanjiao.media.models import AssetState
from yuanjiao.organisation.models import Person


class NotReady(LibraryFailure):
    """The resource lacks something that readers need."""


class EndsBeforeItBegins(LibraryFailure):
    """It would be taken down before it is published, or has been already."""

    def __init__(self) -> None:
        super().__init__(_("下架时间要晚于发布时间，也要晚于现在。"))


class NothingToWithdraw(LibraryFailure):
    """Only what has been published can be withdrawn."""

    def __init__(self) -> None:
        super().__init__(_("它还没有发布，不需要下架。"))


@transaction.atomic
def publish(
    *, actor: Person | None, item: Resource, publish_at: datetime, take_down_at: datetime | None, now: datetime
) -> Resource:
    """Publish a resource, or change the schedule of a published one; a past moment means at once.

    :raises NotReady: when a book has no document that can be read, or an article no text.
    :raises EndsBeforeItBegins: when the schedule ends before it begins.
    """
    held = _held(item)
    _demand_ready(held)
    if take_down_at is not None and take_down_at <= max(publish_at, now):
        raise EndsBeforeItBegins
    held.state, held.publish_at, held.take_down_at = ResourceState.PUBLISHED, publish_at, take_down_at
    held.save(update_fields=["state", "publish_at", "take_down_at", "updated_at"])
    ends = take_down_at.isoformat() if take_down_at else ""
    record(actor, "publish", held, now, {"publish_at": publish_at.isoformat(), "take_down_at": ends})
    return held


@transaction.atomic
def withdraw(*, actor: Person | None, item: Resource, now: datetime) -> Resource:
    """Take a published resource away from its readers; its figures stay, and it may be published again.

    :raises NothingToWithdraw: when it is not published.
    """
    held = _held(item)
    if held.state != ResourceState.PUBLISHED:
        raise NothingToWithdraw
    held.state = ResourceState.WITHDRAWN
    held.save(update_fields=["state", "updated_at"])
    record(actor, "withdraw", held, now)
    return held


@transaction.atomic
def decide(*, actor: Person, articles: Iterable[int], accept: bool, now: datetime) -> int:
    """Publish or refuse articles that wait for an editor; how many there were. Others are left alone."""
    waiting = Article.objects.select_for_update().filter(pk__in=articles, state=ResourceState.REVIEW)
    decided = list(waiting.order_by("pk"))
    for article in decided:
        article.state = ResourceState.PUBLISHED if accept else ResourceState.REFUSED
        article.publish_at = now if accept else None
        article.save(update_fields=["state", "publish_at", "updated_at"])
        record(actor, "accept_article" if accept else "refuse_article", article, now)
    return len(decided)


def _held(item: Resource) -> Resource:
    held: Resource = type(item)._default_manager.select_for_update().get(pk=item.pk)  # noqa: SLF001 -- Django documents it
    return held


def _demand_ready(item: Resource) -> None:
    if isinstance(item, Book):
        if item.asset is None:
            raise NotReady(_("还没有上传这本书的 PDF 或 EPUB 文件。"))
        if item.asset.state != AssetState.READY:
            raise NotReady(_("这本书的文件还没有处理好，请稍后再发布。"))
    if isinstance(item, Article) and not item.body:
        raise NotReady(_("这篇文章还没有正文。"))
