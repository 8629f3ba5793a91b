"""The shell pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ShellPagesConfig(AppConfig):
    """Templates and views of the shell pages."""

    name = "yuanjiao.web.shell"
    label = "web_shell"
