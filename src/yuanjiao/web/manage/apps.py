"""The manage pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ManagePagesConfig(AppConfig):
    """Templates and views of the manage pages."""

    name = "yuanjiao.web.manage"
    label = "web_manage"

    def ready(self) -> None:
        """Tell the worker how long lists are written, many people written to and wishes answered."""
        from yuanjiao.catalogue.public import events  # noqa: PLC0415 -- models are there only now
        from yuanjiao.kernel import jobs  # noqa: PLC0415 -- as above
        from yuanjiao.web.manage import mailing, wishes  # noqa: PLC0415 -- as above
        from yuanjiao.web.manage.exports import KIND, write_export  # noqa: PLC0415 -- as above

        jobs.register(KIND, write_export)
        jobs.register(mailing.KIND, mailing.carry_out)
        jobs.register(wishes.KIND, wishes.tell)
        events.wish_answered.append(wishes.begin_telling)
