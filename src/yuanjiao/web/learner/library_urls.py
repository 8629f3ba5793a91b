"""Addresses of the digital library, news, the digest and the directory of apps."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuanjiao.web.learner.views import books, digests, directory, news

urlpatterns: list[URLPattern | URLResolver] = [
    path("library/", books.books, name="library"),
    path("library/<int:book_id>/", books.book, name="book"),
    path("library/<int:book_id>/read/", books.read, name="book_read"),
    path("library/<int:book_id>/media", books.grant, name="book_media"),
    path("library/<int:book_id>/place", books.place, name="book_place"),
    path("news/", news.articles, name="news"),
    path("news/<int:article_id>/", news.article, name="article"),
    path("digest/", digests.digests, name="digests"),
    path("digest/subscription", digests.subscription, name="digest_subscription"),
    path("digest/unsubscribe/<str:subscription_key>/", digests.unsubscribe, name="digest_unsubscribe"),
    path("digest/<int:digest_number>/", digests.digest, name="digest"),
    path("apps/", directory.apps, name="apps"),
    path("apps/<int:app_id>/open", directory.open_app, name="app_open"),
    path("apps/<int:app_id>/code.svg", directory.code, name="app_code"),
]
