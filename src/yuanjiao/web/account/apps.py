"""The account pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountPagesConfig(AppConfig):
    """Templates and views of the account pages."""

    name = "yuanjiao.web.account"
    label = "web_account"

    def ready(self) -> None:
        """Keep uploads, which pass no middleware, from someone with a sign-in step before her."""
        from yuanjiao.media import public as media  # noqa: PLC0415 -- models are loaded by now
        from yuanjiao.web.account import steps  # noqa: PLC0415 -- as above

        media.events.obstacles.append(lambda request: steps.MARK in request.session)
