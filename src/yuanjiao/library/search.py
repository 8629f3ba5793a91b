"""Finding books and articles by words, pinyin and initials."""

from __future__ import annotations

from yuanjiao.kernel.search.entry import entry_of
from yuanjiao.library.models import Article, Book
from yuanjiao.library.rich_text import plain
from yuanjiao.library.tables import ARTICLES, BOOKS

BODY_INDEXED = 3000
"""Characters of an article's body that can be found; what it is about stands at its beginning."""


def put_book(book: Book) -> None:
    """Index one book, in the transaction of its change."""
    authors = book.author.replace("、", " ").split()
    names = " ".join([book.author, book.publisher, str(book.shelf)])
    BOOKS.put(entry_of(book.pk, title=book.title, names=names, whole_names=authors, summary=book.blurb))


def put_article(article: Article) -> None:
    """Index one article, in the transaction of its change."""
    names = f"{article.source} {article.section}"
    summary = f"{article.summary} {plain(article.body)[:BODY_INDEXED]}"
    ARTICLES.put(entry_of(article.pk, title=article.title, names=names, whole_names=[], summary=summary))
