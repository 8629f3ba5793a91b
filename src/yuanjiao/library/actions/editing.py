"""Writing what a book, an article or an app says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yuanjiao.library.actions.records import record
from yuanjiao.library.models import App, Article, Book, Section, Shelf
from yuanjiao.library.rich_text import clean, plain, shortened
from yuanjiao.library.search import put_article, put_book
from yuanjiao.media.models import Asset
from yuanjiao.organisation.initials import initials_of
from yuanjiao.organisation.models import Person

SUMMARY_LENGTH = 120


@dataclass(frozen=True, slots=True)
class BookFields:
    """Everything of a book that an editor fills in; a shelf that is new is put up."""

    title: str
    author: str
    shelf: str
    publisher: str = ""
    year: int | None = None
    blurb: str = ""
    asset: Asset | None = None
    cover: Asset | None = None
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class ArticleFields:
    """Everything of an article that an editor fills in; a section that is new is opened."""

    title: str
    section: str
    body: str
    summary: str = ""
    source: str = ""
    source_address: str = ""
    cover: Asset | None = None
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class AppFields:
    """Everything of an app that an editor fills in."""

    name: str
    purpose: str
    publisher: str
    platforms: tuple[str, ...]
    address: str
    icon: Asset | None = None
    demonstration: bool = False


@transaction.atomic
def write_book(*, actor: Person | None, book: Book | None, fields: BookFields, now: datetime) -> Book:
    """Create a draft or change a book in any state; readers see it at once."""
    shelf = Shelf.objects.get_or_create(name=fields.shelf)[0]
    written = book or Book(demonstration=fields.demonstration)
    written.shelf = shelf
    for name in ("title", "author", "publisher", "year", "blurb", "asset", "cover"):
        setattr(written, name, getattr(fields, name))
    written.save()
    put_book(written)
    record(actor, "change_book" if book else "create_book", written, now)
    return written


@transaction.atomic
def write_article(*, actor: Person | None, article: Article | None, fields: ArticleFields, now: datetime) -> Article:
    """Create a draft or change an article in any state; its body is cleaned, a missing summary is its beginning."""
    written = article or Article(demonstration=fields.demonstration)
    written.section = Section.objects.get_or_create(name=fields.section)[0]
    for name in ("title", "source", "source_address", "cover"):
        setattr(written, name, getattr(fields, name))
    written.body = clean(fields.body)
    written.summary = fields.summary.strip() or shortened(plain(written.body), SUMMARY_LENGTH)
    written.save()
    put_article(written)
    record(actor, "change_article" if article else "create_article", written, now)
    return written


@transaction.atomic
def write_app(*, actor: Person | None, app: App | None, fields: AppFields, now: datetime) -> App:
    """Create a draft or change an app in any state."""
    written = app or App(demonstration=fields.demonstration)
    for name in ("name", "purpose", "publisher", "address", "icon"):
        setattr(written, name, getattr(fields, name))
    written.platforms = list(fields.platforms)
    written.initials = initials_of(fields.name)
    written.save()
    record(actor, "change_app" if app else "create_app", written, now)
    return written
