"""Deleting a media file that nothing uses."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yuanjiao.kernel import audit, storage
from yuanjiao.media import events
from yuanjiao.media.models import Asset, AssetState


class AssetInUse(Exception):
    """Something still shows this file."""

    def __init__(self) -> None:
        super().__init__(_("这个文件还在使用，没有删除。请先在用到它的地方换掉。"))


class AssetInTheMaking(Exception):
    """A worker has this file in hand."""

    def __init__(self) -> None:
        super().__init__(_("这个文件正在处理，没有删除。请等处理结束后再试。"))


@transaction.atomic
def delete_asset(*, actor_id: int | None, asset: Asset, now: datetime) -> None:
    """Delete an asset; its original and what was made of it go once this is committed.

    :raises AssetInUse: while a room above shows it.
    :raises AssetInTheMaking: while a worker writes what this would remove.
    """
    held = Asset.objects.select_for_update().get(pk=asset.pk)
    if held.state == AssetState.PROCESSING:
        raise AssetInTheMaking
    if any(uses(held) for uses in events.uses):
        raise AssetInUse
    detail = {"name": held.original_name, "kind": held.kind, "bytes": held.size}
    audit.record(at=now, actor_id=actor_id, verb="media.delete", subject=("asset", held.pk), detail=detail)
    _ask_to_remove(held)
    held.delete()


def remove_files(*, key: str, original_path: str) -> None:
    """Remove what lies in the stores of an asset that is gone; doing it again does nothing."""
    storage.media().remove(key)
    if original_path:
        storage.originals().remove(original_path)


def _ask_to_remove(asset: Asset) -> None:
    from yuanjiao.media.tasks import remove_asset_files  # noqa: PLC0415 -- tasks call the actions

    # The wish is a row of this transaction: files never go while their asset stays, and are never forgotten.
    remove_asset_files.enqueue(asset.key, asset.original_path)
