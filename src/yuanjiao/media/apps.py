"""The media domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Tables and start-up of the media domain."""

    name = "yuanjiao.media"
    label = "media"

    def ready(self) -> None:
        """Name the acts."""
        from yuanjiao.kernel.acts import declare  # noqa: PLC0415 -- models must be loaded first
        from yuanjiao.media import acts  # noqa: PLC0415 -- as above

        declare(acts.AREAS, acts.SUBJECTS, acts.DETAILS)
