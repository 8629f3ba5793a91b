"""``media_secret``: print the text that nginx needs to check media paths."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from yuanjiao.media import paths


class Command(BaseCommand):
    """Print the secret of media paths, for ``site.conf`` of nginx."""

    help = "Print the secret shared with nginx, for deploy/nginx/site.conf."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print it."""
        self.stdout.write(paths.secret(settings.SECRET_KEY))
