"""Addresses of the public API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuanjiao.web.api.application import api
from yuanjiao.web.api.views import docs

urlpatterns: list[URLPattern | URLResolver] = [
    path("docs", docs.docs, name="api_docs"),
    path("", api.urls),
]
