"""The learner pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LearnerPagesConfig(AppConfig):
    """Templates and views of the learner pages."""

    name = "yuanjiao.web.learner"
    label = "web_learner"

    def ready(self) -> None:
        """Listen to credits that are taken back."""
        from yuanjiao.credits.events import credit_reversed  # noqa: PLC0415 -- models may be imported only now
        from yuanjiao.web.learner.telling import tell_of_reversal  # noqa: PLC0415 -- as above

        credit_reversed.append(tell_of_reversal)
