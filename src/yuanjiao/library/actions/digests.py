"""Composing an issue of the digest and sending it off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.library.actions.records import record
from yuanjiao.library.failures import LibraryFailure
from yuanjiao.library.models import Article, Digest, DigestItem
from yuanjiao.library.queries import next_number
from yuanjiao.organisation.models import Person

JOB = "library.digest"
ITEMS_MAX = 40


class AlreadySent(LibraryFailure):
    """An issue that has been sent never changes."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这一期已经发出，不能再改。"))


class NothingInIt(LibraryFailure):
    """An issue without items is not sent."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这一期还没有内容，请先加入新闻或自己写一条。"))


class TooManyItems(LibraryFailure):
    """More items than a phone's reader would read."""

    def __init__(self) -> None:
        super().__init__(_("一期最多 %(most)s 条。") % {"most": ITEMS_MAX})


@transaction.atomic
def begin_digest(
    *, actor: Person | None, title: str, opening: str, now: datetime, demonstration: bool = False
) -> Digest:
    """Begin the next issue as a draft."""
    digest = Digest.objects.create(number=next_number(), title=title, opening=opening, demonstration=demonstration)
    record(actor, "begin_digest", digest, now, {"number": digest.number})
    return digest


@transaction.atomic
def change_digest(*, actor: Person, digest: Digest, title: str, opening: str, now: datetime) -> None:
    """Change title and opening of a draft.

    :raises AlreadySent: when it has been sent.
    """
    held = _draft(digest)
    held.title, held.opening = title, opening
    held.save(update_fields=["title", "opening"])
    record(actor, "change_digest", held, now)


@transaction.atomic
def add_articles(*, actor: Person | None, digest: Digest, articles: Iterable[Article], now: datetime) -> int:
    """Add articles at the end of a draft, with their summaries as words; how many were new to it.

    :raises AlreadySent: when it has been sent.
    :raises TooManyItems: when there would be too many.
    """
    held = _draft(digest)
    known = set(held.items.values_list("article_id", flat=True))
    new = [article for article in articles if article.pk not in known]
    for article in new:
        _add(held, DigestItem(title=article.title, words=article.summary, article=article))
    if new:
        record(actor, "add_to_digest", held, now, {"articles": [article.pk for article in new]})
    return len(new)


@transaction.atomic
def write_item(
    *, actor: Person, digest: Digest, item: DigestItem | None, title: str, words: str, now: datetime
) -> DigestItem:
    """Add an item of an editor's own, or change the words of one.

    :raises AlreadySent: when the issue has been sent.
    :raises TooManyItems: when there would be too many.
    """
    held = _draft(digest)
    written = item or DigestItem()
    written.title, written.words = title, words
    if item is None:
        _add(held, written)
    else:
        written.save(update_fields=["title", "words"])
    record(actor, "write_item", held, now, {"item": written.pk})
    return written


@transaction.atomic
def move_item(*, actor: Person, digest: Digest, item: DigestItem, up: bool, now: datetime) -> None:
    """Move an item one place; at the end nothing happens.

    :raises AlreadySent: when the issue has been sent.
    """
    held = _draft(digest)
    items = list(held.items.order_by("position"))
    place = next(number for number, each in enumerate(items) if each.pk == item.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
        _number(held, items)
        record(actor, "move_item", held, now, {"item": item.pk})


@transaction.atomic
def remove_item(*, actor: Person, digest: Digest, item: DigestItem, now: datetime) -> None:
    """Take an item out of a draft.

    :raises AlreadySent: when the issue has been sent.
    """
    held = _draft(digest)
    item.delete()
    _number(held, list(held.items.order_by("position")))
    record(actor, "remove_item", held, now, {"item": item.title})


@transaction.atomic
def send_digest(*, actor: Person, digest: Digest, to_everyone: bool, now: datetime) -> BackgroundJob:
    """Publish an issue at once and tell its readers in the background; from now on it never changes.

    :raises AlreadySent: when it has been sent.
    :raises NothingInIt: when it has no items.
    """
    held = _draft(digest)
    if not held.items.exists():
        raise NothingInIt
    held.sent_at, held.to_everyone = now, to_everyone
    held.save(update_fields=["sent_at", "to_everyone"])
    record(actor, "send_digest", held, now, {"number": held.number, "to_everyone": to_everyone})
    return _start(actor, held, now)


@transaction.atomic
def carry_on_sending(*, actor: Person, digest: Digest, now: datetime) -> BackgroundJob:
    """Begin the sending of an issue anew where it stopped; whoever has been told is not told again."""
    record(actor, "carry_on_sending", digest, now, {"number": digest.number})
    return _start(actor, digest, now)


def _start(actor: Person, digest: Digest, now: datetime) -> BackgroundJob:
    title = _("发送手机报第 %(number)s 期") % {"number": digest.number}
    return jobs.start(JOB, owner_id=actor.pk, title=title, arguments={"digest": digest.pk}, now=now)


def _draft(digest: Digest) -> Digest:
    held = Digest.objects.select_for_update().get(pk=digest.pk)
    if held.sent_at is not None:
        raise AlreadySent
    return held


def _add(digest: Digest, item: DigestItem) -> None:
    count = digest.items.count()
    if count >= ITEMS_MAX:
        raise TooManyItems
    item.digest, item.position = digest, count + 1
    item.save()


def _number(digest: Digest, items: list[DigestItem]) -> None:
    # First out of each other's way: two items may not stand in one place even for a moment.
    digest.items.update(position=F("position") + ITEMS_MAX * 2)
    for position, item in enumerate(items, 1):
        DigestItem.objects.filter(pk=item.pk).update(position=position)
