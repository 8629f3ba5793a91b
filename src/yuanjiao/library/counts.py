"""How much there is of each resource, for the row on the learner's home: kept in memory, a minute at most."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Aggregate, CharField, Count, Max, QuerySet, Value
from django.utils import timezone

from yuanjiao.library.models import App, Article, Book, Digest
from yuanjiao.library.models.resource import shown

MAY_BE_OLD_SECONDS = 60.0


class Counts(NamedTuple):
    """Books, today's articles and those of the week, the newest issue's number (0 before the first), apps."""

    books: int
    articles_today: int
    articles_of_week: int
    digest: int
    apps: int


class _Kept(NamedTuple):
    counts: Counts
    looked: float


_kept: _Kept | None = None
_guard = threading.Lock()


def counts(now: datetime) -> Counts:
    """The counts: no query while they are fresh, one otherwise."""
    global _kept  # noqa: PLW0603 -- one for all readers of the process
    kept, moment = _kept, time.monotonic()
    if kept is not None and moment - kept.looked < MAY_BE_OLD_SECONDS:
        return kept.counts
    with _guard:
        _kept = kept = _Kept(_load(now), moment)
    return kept.counts


def forget() -> None:
    """Ask the database at the next reading; called after every change that editors make."""
    global _kept  # noqa: PLW0603 -- as in `counts`
    _kept = None


def _load(now: datetime) -> Counts:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    articles = shown(Article.objects.all(), now)
    parts = [
        _number("books", shown(Book.objects.all(), now)),
        _number("articles_today", articles.filter(publish_at__gte=midnight)),
        _number("articles_of_week", articles.filter(publish_at__gte=midnight - timedelta(days=6))),
        _number("digest", Digest.objects.filter(sent_at__isnull=False), Max("number")),
        _number("apps", shown(App.objects.all(), now)),
    ]
    return Counts(**{name: number or 0 for name, number in parts[0].union(*parts[1:], all=True)})


def _number(name: str, rows: QuerySet[Any], number: Aggregate | None = None) -> QuerySet[Any, Any]:
    named = rows.order_by().values(what=Value(name, CharField()))
    counted: QuerySet[Any, Any] = named.annotate(number=number or Count("pk")).values_list("what", "number")
    return counted
