"""The api pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ApiPagesConfig(AppConfig):
    """Templates and views of the api pages."""

    name = "yuanjiao.web.api"
    label = "web_api"

    def ready(self) -> None:
        """Name the acts."""
        from yuanjiao.kernel.acts import declare  # noqa: PLC0415 -- models must be loaded first
        from yuanjiao.web.api import acts  # noqa: PLC0415 -- as above

        declare(acts.AREAS, acts.SUBJECTS, acts.DETAILS)
