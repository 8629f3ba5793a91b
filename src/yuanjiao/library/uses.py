"""Where the digital resources use a media file."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from yuanjiao.library.models import App, Article, Book, ResourceKind
from yuanjiao.media.models import Asset


class Use(NamedTuple):
    """One place: the kind and number of the resource, its title, and what the file is to it, in words."""

    kind: ResourceKind
    item_id: int
    title: str
    words: str


def uses_of(asset: Asset) -> list[Use]:
    """Every book, article and app that uses a file; three queries."""
    books = Book.objects.filter(Q(asset=asset) | Q(cover=asset)).order_by("pk")
    found = [
        Use(ResourceKind.BOOK, book.pk, book.title, _("图书文件") if book.asset_id == asset.pk else _("图书封面"))
        for book in books
    ]
    articles = Article.objects.filter(cover=asset).order_by("pk")
    found += [Use(ResourceKind.ARTICLE, article.pk, article.title, _("新闻封面")) for article in articles]
    apps = App.objects.filter(icon=asset).order_by("pk")
    return found + [Use(ResourceKind.APP, app.pk, app.name, _("应用图标")) for app in apps]


def is_used(asset: Asset) -> bool:
    """Whether any resource uses a file."""
    return bool(uses_of(asset))


def unused(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Those of the files that no resource uses."""
    books = Book.objects.filter(Q(asset=OuterRef("pk")) | Q(cover=OuterRef("pk")))
    articles = Article.objects.filter(cover=OuterRef("pk"))
    return assets.filter(~Exists(books), ~Exists(articles), ~Exists(App.objects.filter(icon=OuterRef("pk"))))
