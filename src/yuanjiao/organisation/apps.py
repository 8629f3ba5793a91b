"""The organisation domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Tables and start-up of the organisation domain."""

    name = "yuanjiao.organisation"
    label = "organisation"

    def ready(self) -> None:
        """Say what long work does; name the acts."""
        from yuanjiao.kernel import jobs  # noqa: PLC0415 -- models may be imported only now
        from yuanjiao.kernel.acts import declare  # noqa: PLC0415 -- as above
        from yuanjiao.organisation import acts  # noqa: PLC0415 -- as above
        from yuanjiao.organisation.actions import class_work  # noqa: PLC0415 -- as above
        from yuanjiao.organisation.actions.reorganisations import REORGANISE  # noqa: PLC0415 -- as above
        from yuanjiao.organisation.tasks import reorganise_units  # noqa: PLC0415 -- as above

        declare(acts.AREAS, acts.SUBJECTS, acts.DETAILS)
        jobs.register(REORGANISE, reorganise_units)
        jobs.register(class_work.FORM, class_work.carry_on_forming)
        jobs.register(class_work.STAFF, class_work.carry_on_staffing)
