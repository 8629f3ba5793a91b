"""The credits domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CreditsConfig(AppConfig):
    """Tables and start-up of the credits domain."""

    name = "yuanjiao.credits"
    label = "credits"

    def ready(self) -> None:
        """Listen to completed courses and to people who come, move and leave; say what long work does; name acts."""
        from yuanjiao.credits import acts, enrolment, holding  # noqa: PLC0415 -- models may be imported only now
        from yuanjiao.credits.actions.award import on_completed  # noqa: PLC0415 -- as above
        from yuanjiao.credits.actions.claims import APPROVE_TRAINING  # noqa: PLC0415 -- as above
        from yuanjiao.credits.actions.reorganised import count_waiting  # noqa: PLC0415 -- as above
        from yuanjiao.credits.tasks import approve_training, hold_to_requirement  # noqa: PLC0415 -- as above
        from yuanjiao.kernel import jobs  # noqa: PLC0415 -- as above
        from yuanjiao.kernel.acts import declare  # noqa: PLC0415 -- as above
        from yuanjiao.learning.events import course_completed  # noqa: PLC0415 -- as above
        from yuanjiao.organisation.public import events  # noqa: PLC0415 -- as above

        declare(acts.AREAS, acts.SUBJECTS, acts.DETAILS)
        jobs.register(APPROVE_TRAINING, approve_training)
        jobs.register(holding.HOLD, hold_to_requirement)
        course_completed.append(on_completed)
        events.belongings.append(count_waiting)
        events.person_enrolled.append(enrolment.enrol)
        events.person_transferred.append(enrolment.transfer)
        events.person_left.append(enrolment.leave)
        events.person_reclassified.append(enrolment.reclassify)
