"""Keeping the search index."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from yuanjiao.library.models import Article, Book
from yuanjiao.library.search import put_article, put_book

AT_ONCE = 50
"""Few enough that no write transaction lasts over a tenth of a second."""


def rebuild_search() -> Iterator[tuple[int, int]]:
    """Index every book and article anew, a few at a time; gives how many are done and how many there are."""
    books = list(Book.objects.order_by("id").values_list("id", flat=True))
    articles = list(Article.objects.order_by("id").values_list("id", flat=True))
    whole = len(books) + len(articles)
    for start in range(0, len(books), AT_ONCE):
        part = books[start : start + AT_ONCE]
        with transaction.atomic():
            for book in Book.objects.filter(pk__in=part).select_related("shelf"):
                put_book(book)
        yield start + len(part), whole
    for start in range(0, len(articles), AT_ONCE):
        part = articles[start : start + AT_ONCE]
        with transaction.atomic():
            for article in Article.objects.filter(pk__in=part).select_related("section"):
                put_article(article)
        yield len(books) + start + len(part), whole
