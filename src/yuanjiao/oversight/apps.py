"""The oversight domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Tables and start-up of the oversight domain."""

    name = "yuanjiao.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Tell the worker how figures are counted and checked, and people told; name the acts."""
        from yuanjiao.kernel import jobs  # noqa: PLC0415 -- models are there only now
        from yuanjiao.kernel.acts import declare  # noqa: PLC0415 -- as above
        from yuanjiao.organisation.public import events  # noqa: PLC0415 -- as above
        from yuanjiao.oversight import acts, tasks, telling  # noqa: PLC0415 -- as above
        from yuanjiao.oversight.actions.assessments import COUNT_SCORES  # noqa: PLC0415 -- as above
        from yuanjiao.oversight.actions.circulars import CHECK, COUNT, TELL  # noqa: PLC0415 -- as above
        from yuanjiao.oversight.actions.reorganised import (  # noqa: PLC0415 -- as above
            count_under_way,
            frozen_until,
            hand_over,
        )

        declare(acts.AREAS, acts.SUBJECTS, acts.DETAILS)
        jobs.register(COUNT, tasks.count_figures)
        jobs.register(COUNT_SCORES, tasks.score_units)
        jobs.register(CHECK, tasks.check_figures)
        jobs.register(TELL, tasks.tell_people)
        jobs.register(telling.KIND, telling.tell_of_measures)
        events.units_succeeded.append(hand_over)
        events.belongings.append(count_under_way)
        events.frozen_until.append(frozen_until)
