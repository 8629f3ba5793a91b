"""The manage pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ManagePagesConfig(AppConfig):
    """Templates and views of the manage pages."""

    name = "yuanjiao.web.manage"
    label = "web_manage"
