"""The learner pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LearnerPagesConfig(AppConfig):
    """Templates and views of the learner pages."""

    name = "yuanjiao.web.learner"
    label = "web_learner"

    def ready(self) -> None:
        """Listen to credits that are taken back, and to claims and exemptions that are decided."""
        from yuanjiao.credits import events  # noqa: PLC0415 -- models may be imported only now
        from yuanjiao.web.learner import telling  # noqa: PLC0415 -- as above

        events.credit_reversed.append(telling.tell_of_reversal)
        events.claim_decided.append(telling.tell_of_claim)
        events.exemption_decided.append(telling.tell_of_exemption)
