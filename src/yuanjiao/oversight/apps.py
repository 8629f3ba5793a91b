"""The oversight domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Tables and start-up of the oversight domain."""

    name = "yuanjiao.oversight"
    label = "oversight"
