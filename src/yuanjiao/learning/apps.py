"""The learning domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Tables and start-up of the learning domain."""

    name = "yuanjiao.learning"
    label = "learning"

    def ready(self) -> None:
        """Answer what the catalogue asks, note completions, and end watching with a sign-out elsewhere; name acts."""
        from yuanjiao.catalogue import public as catalogue  # noqa: PLC0415 -- models must be loaded first
        from yuanjiao.kernel.acts import declare  # noqa: PLC0415 -- as above
        from yuanjiao.learning import acts, events  # noqa: PLC0415 -- as above
        from yuanjiao.learning.actions.activity import note_completion  # noqa: PLC0415 -- as above
        from yuanjiao.learning.actions.sessions import on_signed_out_elsewhere  # noqa: PLC0415 -- as above
        from yuanjiao.learning.queries.in_the_middle import is_in_the_middle  # noqa: PLC0415 -- as above
        from yuanjiao.learning.questions import missing_in_quiz  # noqa: PLC0415 -- as above
        from yuanjiao.organisation.public import events as organisation  # noqa: PLC0415 -- as above

        declare(acts.AREAS, details=acts.DETAILS)
        catalogue.events.publishing_checks.append(missing_in_quiz)
        catalogue.events.in_the_middle.append(is_in_the_middle)
        events.course_completed.append(note_completion)
        organisation.signed_out_elsewhere.append(on_signed_out_elsewhere)
