"""Books, articles, issues and apps for tests, made without actions: no index, no audit."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.factories.media import make_asset

from yuanjiao.library.models import App, Article, Book, Digest, DigestItem, Feed, Section, Shelf, Subscription
from yuanjiao.media.models import AssetKind
from yuanjiao.organisation.models import Person

PUBLISHED_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
numbers = count(1)


def make_book(title: str = "示例图书", **fields: Any) -> Book:
    """A published book whose document is ready, though no file stands behind it."""
    fields.setdefault("shelf", Shelf.objects.get_or_create(name="示例书架")[0])
    if "asset" not in fields:
        fields["asset"] = make_asset(AssetKind.DOCUMENT, original_name="示例.epub", parts=8)
    fields = {"author": "示例作者", "state": "published", "publish_at": PUBLISHED_AT} | fields
    return Book.objects.create(title=title, **fields)


def make_article(title: str = "示例新闻", **fields: Any) -> Article:
    """A published article."""
    fields.setdefault("section", Section.objects.get_or_create(name="示例栏目")[0])
    fields = {"body": "<p>示例正文。</p>", "state": "published", "publish_at": PUBLISHED_AT} | fields
    return Article.objects.create(title=title, **fields)


def make_app(name: str = "示例应用", **fields: Any) -> App:
    """A published app."""
    fields = {
        "purpose": "示例用途",
        "publisher": "示例单位",
        "platforms": ["android", "web"],
        "address": "https://example.org/app",
        "state": "published",
        "publish_at": PUBLISHED_AT,
    } | fields
    return App.objects.create(name=name, **fields)


def make_feed(address: str = "https://example.org/feed.xml", **fields: Any) -> Feed:
    """A feed that is looked at every hour."""
    fields.setdefault("section", Section.objects.get_or_create(name="网上摘编")[0])
    return Feed.objects.create(address=address, **{"name": f"示例来源{next(numbers)}"} | fields)


def make_digest(title: str = "示例手机报", *, items: int = 1, **fields: Any) -> Digest:
    """An issue, sent unless said otherwise, with items of its own."""
    fields = {"number": next(numbers), "sent_at": PUBLISHED_AT} | fields
    digest = Digest.objects.create(title=title, **fields)
    for position in range(1, items + 1):
        DigestItem.objects.create(digest=digest, position=position, title=f"第{position}条", words="示例内容")
    return digest


def make_subscription(person: Person, **fields: Any) -> Subscription:
    """What someone wants of the digest."""
    return Subscription.objects.create(person=person, **{"changed_at": PUBLISHED_AT} | fields)
