"""The account pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountPagesConfig(AppConfig):
    """Templates and views of the account pages."""

    name = "yuanjiao.web.account"
    label = "web_account"
