"""The worker's part of the media domain."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from yuanjiao.media.actions.deleting import remove_files
from yuanjiao.media.making import make


@task()
def make_asset(asset_id: int) -> None:
    """Make an asset playable or readable."""
    make(asset_id, timezone.now)


@task()
def remove_asset_files(key: str, original_path: str) -> None:
    """Remove the files of a deleted asset."""
    remove_files(key=key, original_path=original_path)
