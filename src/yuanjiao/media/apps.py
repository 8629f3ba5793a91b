"""The media domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Tables and start-up of the media domain."""

    name = "yuanjiao.media"
    label = "media"
