"""The catalogue domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Tables and start-up of the catalogue domain."""

    name = "yuanjiao.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Hear of films that are ready, keep what is shown, say what batches do, ask for licences; name acts."""
        from yuanjiao.catalogue import acts  # noqa: PLC0415 -- models must be loaded first
        from yuanjiao.catalogue.actions import batches  # noqa: PLC0415 -- as above
        from yuanjiao.catalogue.actions.handing_over import count_owned, hand_over  # noqa: PLC0415 -- as above
        from yuanjiao.catalogue.actions.lessons import film_is_ready  # noqa: PLC0415 -- as above
        from yuanjiao.catalogue.actions.origins import missing_in_licence  # noqa: PLC0415 -- as above
        from yuanjiao.catalogue.events import publishing_checks  # noqa: PLC0415 -- as above
        from yuanjiao.catalogue.uses import is_used  # noqa: PLC0415 -- as above
        from yuanjiao.kernel import jobs  # noqa: PLC0415 -- as above
        from yuanjiao.kernel.acts import declare  # noqa: PLC0415 -- as above
        from yuanjiao.media import public as media  # noqa: PLC0415 -- as above
        from yuanjiao.organisation.public import events  # noqa: PLC0415 -- as above

        declare(acts.AREAS, acts.SUBJECTS, acts.DETAILS)
        media.events.ready.append(film_is_ready)
        media.events.uses.append(is_used)
        jobs.register(batches.MOVE, batches.run_batch)
        jobs.register(batches.UNDO, batches.run_undo)
        publishing_checks.append(missing_in_licence)
        events.units_succeeded.append(hand_over)
        events.belongings.append(count_owned)
