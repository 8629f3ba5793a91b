"""The manage pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ManagePagesConfig(AppConfig):
    """Templates and views of the manage pages."""

    name = "yuanjiao.web.manage"
    label = "web_manage"

    def ready(self) -> None:
        """Tell the worker how long lists are written."""
        from yuanjiao.kernel import jobs  # noqa: PLC0415 -- models are there only now
        from yuanjiao.web.manage.exports import KIND, write_export  # noqa: PLC0415 -- as above

        jobs.register(KIND, write_export)
