"""The learning domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Tables and start-up of the learning domain."""

    name = "yuanjiao.learning"
    label = "learning"
