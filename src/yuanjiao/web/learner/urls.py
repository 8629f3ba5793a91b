"""Addresses of the learner pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "learner"
urlpatterns: list[URLPattern | URLResolver] = []
