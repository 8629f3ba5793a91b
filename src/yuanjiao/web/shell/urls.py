"""Addresses of the shell pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "shell"
urlpatterns: list[URLPattern | URLResolver] = []
