"""The full-text tables; apart, so that their migration reads no model."""

from __future__ import annotations

from yuanjiao.kernel.search.index import Index

BOOKS = Index("library_book_search")
ARTICLES = Index("library_article_search")
