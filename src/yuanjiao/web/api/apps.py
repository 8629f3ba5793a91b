"""The api pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ApiPagesConfig(AppConfig):
    """Templates and views of the api pages."""

    name = "yuanjiao.web.api"
    label = "web_api"
