"""The credits domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CreditsConfig(AppConfig):
    """Tables and start-up of the credits domain."""

    name = "yuanjiao.credits"
    label = "credits"
