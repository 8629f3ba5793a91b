"""The outreach domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Tables and start-up of the outreach domain."""

    name = "yuanjiao.outreach"
    label = "outreach"
