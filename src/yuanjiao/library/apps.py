"""The library domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Tables and start-up of the library domain."""

    name = "yuanjiao.library"
    label = "library"
