"""The worker's part of the media domain."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from yuanjiao.media.making import make


@task()
def make_asset(asset_id: int) -> None:
    """Make an asset playable or readable."""
    make(asset_id, timezone.now)
