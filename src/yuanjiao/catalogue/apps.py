"""The catalogue domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Tables and start-up of the catalogue domain."""

    name = "yuanjiao.catalogue"
    label = "catalogue"
