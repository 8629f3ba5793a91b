"""The catalogue domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Tables and start-up of the catalogue domain."""

    name = "yuanjiao.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Hear of films that are ready, so that lessons and courses know their length; keep what courses show."""
        from yuanjiao.catalogue.actions.lessons import film_is_ready  # noqa: PLC0415 -- models must be loaded first
        from yuanjiao.catalogue.uses import is_used  # noqa: PLC0415 -- as above
        from yuanjiao.media import public as media  # noqa: PLC0415 -- as above

        media.events.ready.append(film_is_ready)
        media.events.uses.append(is_used)
