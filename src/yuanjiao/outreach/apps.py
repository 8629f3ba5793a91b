"""The outreach domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Tables and start-up of the outreach domain."""

    name = "yuanjiao.outreach"
    label = "outreach"

    def ready(self) -> None:
        """Hear of courses that go, so that those in the middle of them are told."""
        from yuanjiao.catalogue.public import events  # noqa: PLC0415 -- models must be loaded first
        from yuanjiao.outreach.actions.retiring import tell_of  # noqa: PLC0415 -- as above

        events.moved.append(tell_of)
