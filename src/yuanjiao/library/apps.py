"""The library domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Tables and start-up of the library domain."""

    name = "yuanjiao.library"
    label = "library"

    def ready(self) -> None:
        """Keep the files that resources show; tell the worker how an issue is sent and a feed looked at; name acts."""
        from yuanjiao.kernel import jobs  # noqa: PLC0415 -- models must be loaded first
        from yuanjiao.kernel.acts import declare  # noqa: PLC0415 -- as above
        from yuanjiao.library import acts  # noqa: PLC0415 -- as above
        from yuanjiao.library.actions import digests, feeds  # noqa: PLC0415 -- as above
        from yuanjiao.library.sending import send  # noqa: PLC0415 -- as above
        from yuanjiao.library.uses import is_used  # noqa: PLC0415 -- as above
        from yuanjiao.media import public as media  # noqa: PLC0415 -- as above

        declare(acts.AREAS, acts.SUBJECTS, acts.DETAILS)
        jobs.register(digests.JOB, send)
        jobs.register(feeds.JOB, feeds.look_when_asked)
        media.events.uses.append(is_used)
