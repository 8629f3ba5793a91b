"""Reads of the digital resources."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Max, Model, QuerySet, Sum

from yuanjiao.library.models import App, Article, Book, Digest, DigestItem, ReadingDay, ResourceKind, Section, Shelf
from yuanjiao.library.models.resource import shown
from yuanjiao.media.models import ReadingPosition

DAYS_SHOWN = 30


class DayOfReading(NamedTuple):
    """One day's figures."""

    day: date
    opens: int
    readers: int


def books_shown(now: datetime) -> QuerySet[Book]:
    """The books that readers see."""
    return shown(Book.objects.all(), now).select_related("shelf", "asset", "cover")


def articles_shown(now: datetime) -> QuerySet[Article]:
    """The articles that readers see, without their bodies."""
    return shown(Article.objects.all(), now).select_related("section", "cover").defer("body")


def apps_shown(now: datetime) -> QuerySet[App]:
    """The apps that readers see."""
    return shown(App.objects.all(), now).select_related("icon")


def digests_sent() -> QuerySet[Digest]:
    """The issues that have been sent."""
    return Digest.objects.filter(sent_at__isnull=False)


def items_of(digest: Digest) -> QuerySet[DigestItem]:
    """The items of an issue with their articles."""
    return digest.items.select_related("article")


def next_number() -> int:
    """The number of the next issue."""
    return (Digest.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def shelves_in_use(now: datetime) -> QuerySet[Shelf]:
    """The shelves that hold a book readers see."""
    return Shelf.objects.filter(pk__in=shown(Book.objects.all(), now).values("shelf"))


def sections_in_use(now: datetime) -> QuerySet[Section]:
    """The sections that hold an article readers see."""
    return Section.objects.filter(pk__in=shown(Article.objects.all(), now).values("section"))


def being_read(learner_id: int, now: datetime, limit: int) -> list[tuple[Book, ReadingPosition]]:
    """The books she was last reading, with where she stopped; two queries."""
    mine = ReadingPosition.objects.filter(learner_id=learner_id, asset__books__in=shown(Book.objects.all(), now))
    places = {place.asset_id: place for place in mine.order_by("-updated_at").distinct()[:limit]}
    books = {book.asset_id: book for book in books_shown(now).filter(asset__in=places)}
    return [(books[number], place) for number, place in places.items() if number in books]


def days_of_reading(kind: ResourceKind, item_id: int | None, today: date, days: int = DAYS_SHOWN) -> list[DayOfReading]:
    """The last days of one resource, or of a whole kind, the days without a reader among them; one query.

    Of a whole kind, whoever read two resources on a day counts twice.
    """
    first = today - timedelta(days=days - 1)
    rows = ReadingDay.objects.filter(kind=kind, day__gte=first, day__lte=today)
    if item_id is not None:
        rows = rows.filter(item_id=item_id)
    summed = rows.values_list("day").annotate(opens=Sum("opens"), readers=Sum("readers"))
    found = {day: DayOfReading(day, opens, readers) for day, opens, readers in summed.order_by("day")}
    every = (first + timedelta(days=number) for number in range(days))
    return [found.get(day, DayOfReading(day, 0, 0)) for day in every]


class MostRead(NamedTuple):
    """One resource among the most read of the last days."""

    kind: ResourceKind
    item_id: int
    title: str
    opens: int
    readers: int


MODELS: dict[ResourceKind, type[Model]] = {
    ResourceKind.BOOK: Book,
    ResourceKind.ARTICLE: Article,
    ResourceKind.DIGEST: Digest,
    ResourceKind.APP: App,
}


def most_read(today: date, days: int = DAYS_SHOWN, limit: int = 20) -> list[MostRead]:
    """The resources with the most readers in the last days; at most five queries."""
    rows = ReadingDay.objects.filter(day__gt=today - timedelta(days=days), day__lte=today)
    summed = rows.values_list("kind", "item_id").annotate(opened=Sum("opens"), read=Sum("readers"))
    counted = summed.order_by("-read", "-opened", "kind", "item_id")
    top = list(counted[:limit])
    titles: dict[tuple[str, int], str] = {}
    for kind in {kind for kind, *_rest in top}:
        numbers = [item for each, item, *_rest in top if each == kind]
        manager = MODELS[ResourceKind(kind)]._default_manager  # noqa: SLF001 -- Django documents it
        found = manager.in_bulk(numbers)
        titles |= {(kind, number): str(item) for number, item in found.items()}
    return [
        MostRead(ResourceKind(kind), item, titles[kind, item], opens, readers)
        for kind, item, opens, readers in top
        if (kind, item) in titles
    ]
