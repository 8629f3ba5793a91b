"""What differs between the editors' pages of books, articles and apps; everything else is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuanjiao.library import public as library
from yuanjiao.library.models import App, Article, Book, Resource, ResourceKind, Section, Shelf
from yuanjiao.web.manage.forms import library as forms
from yuanjiao.web.manage.forms.library_filters import AppDeskFilter, ArticleDeskFilter, BookDeskFilter
from yuanjiao.web.manage.listings import library as listings
from yuanjiao.web.shell.listing import Listing

Words = str | Promise


@dataclass(frozen=True)
class Desk:
    """The pages of one kind: their words, rows, forms, and the action that writes.

    `assets` are the form's fields that hold a media file, by the kind of file. `groups` are the names already in
    use for what stands in the form as shelf or section.
    """

    kind: ResourceKind
    plural: str
    singular: str
    title: Words
    new: Words
    nothing: Words
    rows: Callable[[], QuerySet[Any]]
    filter: Callable[[Any], Any]
    listing: Listing
    form: Callable[..., Any]
    write: Callable[..., Any]
    assets: dict[str, str]
    about: Callable[[Any], list[str]]
    seen_at: str
    groups: type[Model] | None = None

    def __str__(self) -> str:
        return str(self.title)


def _written(action: Callable[..., Resource], name: str) -> Callable[..., Resource]:
    def write(**words: Any) -> Resource:
        return action(**{name: words.pop("item")}, **words)

    return write


DESKS = {
    "books": Desk(
        kind=ResourceKind.BOOK,
        plural="books",
        singular="book",
        title=_("图书"),
        new=_("新书"),
        nothing=_("先点“新书”，填好信息、上传 PDF 或 EPUB，再发布。"),
        rows=lambda: Book.objects.select_related("shelf", "asset", "cover"),
        filter=BookDeskFilter,
        listing=listings.BOOKS,
        form=forms.BookForm,
        write=_written(library.write_book, "book"),
        assets={"asset": "document", "cover": "picture"},
        about=lambda book: [book.author, str(book.shelf)],
        seen_at="learner:book",
        groups=Shelf,
    ),
    "articles": Desk(
        kind=ResourceKind.ARTICLE,
        plural="articles",
        singular="article",
        title=_("新闻"),
        new=_("写新闻"),
        nothing=_("先点“写新闻”，或在“新闻来源”里添加一个来源。"),
        rows=lambda: Article.objects.select_related("section", "cover", "feed").defer("body"),
        filter=ArticleDeskFilter,
        listing=listings.ARTICLES,
        form=forms.ArticleForm,
        write=_written(library.write_article, "article"),
        assets={"cover": "picture"},
        about=lambda article: [str(article.section), article.source],
        seen_at="learner:article",
        groups=Section,
    ),
    "apps": Desk(
        kind=ResourceKind.APP,
        plural="apps",
        singular="app",
        title=_("应用"),
        new=_("新应用"),
        nothing=_("先点“新应用”，填好用途、发布单位和地址，再发布。"),
        rows=lambda: App.objects.select_related("icon"),
        filter=AppDeskFilter,
        listing=listings.APPS,
        form=forms.AppForm,
        write=_written(library.write_app, "app"),
        assets={"icon": "picture"},
        about=lambda app: [app.publisher, "、".join(app.platform_names)],
        seen_at="learner:apps",
    ),
}
