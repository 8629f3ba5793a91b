"""The oversight domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Tables and start-up of the oversight domain."""

    name = "yuanjiao.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Tell the worker how people are told of the measures."""
        from yuanjiao.kernel import jobs  # noqa: PLC0415 -- models are there only now
        from yuanjiao.oversight.telling import KIND, tell_of_measures  # noqa: PLC0415 -- as above

        jobs.register(KIND, tell_of_measures)
