"""The outreach domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Tables and start-up of the outreach domain."""

    name = "yuanjiao.outreach"
    label = "outreach"

    def ready(self) -> None:
        """Say how campaigns and reminders go out; hear of courses that go; leave the library's notices; name acts."""
        from yuanjiao.catalogue.public import events  # noqa: PLC0415 -- models must be loaded first
        from yuanjiao.kernel import jobs  # noqa: PLC0415 -- as above
        from yuanjiao.kernel.acts import declare  # noqa: PLC0415 -- as above
        from yuanjiao.library import public as library  # noqa: PLC0415 -- as above
        from yuanjiao.organisation.public import events as units  # noqa: PLC0415 -- as above
        from yuanjiao.outreach import acts  # noqa: PLC0415 -- as above
        from yuanjiao.outreach.actions import campaign_work, concerned, delivering, reorganised  # noqa: PLC0415 -- as above
        from yuanjiao.outreach.actions.notices import leave_notices  # noqa: PLC0415 -- as above
        from yuanjiao.outreach.actions.retiring import tell_of  # noqa: PLC0415 -- as above

        declare(acts.AREAS, acts.SUBJECTS, acts.DETAILS)
        events.moved.append(tell_of)
        units.concerned.append(concerned.tell_concerned)
        units.units_reorganised.append(reorganised.tell_administrators)
        units.units_succeeded.append(reorganised.hand_over)
        units.belongings.append(reorganised.count_under_way)
        jobs.register(campaign_work.CARRY_ON, campaign_work.carry_on)
        jobs.register(campaign_work.COUNT, campaign_work.count)
        library.events.notices.append(leave_notices)
        jobs.register(delivering.DELIVERING, delivering.deliver_reminders)
