"""The tables of the library room."""

from yuanjiao.library.models.app import App, Platform
from yuanjiao.library.models.book import Book, Shelf
from yuanjiao.library.models.digest import Delivery, Digest, DigestItem, MailState, Subscription
from yuanjiao.library.models.news import Article, Feed, FeedProblem, Section
from yuanjiao.library.models.reading import Reading, ReadingDay
from yuanjiao.library.models.resource import Resource, ResourceKind, ResourceState

__all__ = [
    "App",
    "Article",
    "Book",
    "Delivery",
    "Digest",
    "DigestItem",
    "Feed",
    "FeedProblem",
    "MailState",
    "Platform",
    "Reading",
    "ReadingDay",
    "Resource",
    "ResourceKind",
    "ResourceState",
    "Section",
    "Shelf",
    "Subscription",
]
