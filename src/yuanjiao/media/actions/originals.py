"""Bringing original files in, and asking for another try at making them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from yuanjiao.kernel import audit, identifiers, storage
from yuanjiao.media import kinds
from yuanjiao.media.models import Asset, AssetState

SILENCE = timedelta(seconds=90)


def take_in(*, actor_id: int | None, kind: str, name: str, file: Path, now: datetime, key: str | None = None) -> Asset:
    """Move a file among the originals, make an asset of it and ask the worker for its playable form.

    The file is gone from where it was. Doing it again with the same key gives the same asset, also when a
    crash fell between the two steps.
    """
    key = key or identifiers.key()
    path = f"{key}.{kinds.ending(name)}"
    size = file.stat().st_size if file.exists() else 0
    if file.exists():
        storage.originals().take_file(file, path)
    return _write_down(actor_id, Asset(key=key, kind=kind, original_name=name, original_path=path, size=size), now)


@transaction.atomic
def _write_down(actor_id: int | None, asset: Asset, now: datetime) -> Asset:
    found = Asset.objects.filter(key=asset.key).first()
    if found:
        return found
    asset.owner_id = actor_id
    asset.save()
    detail = {"name": asset.original_name, "bytes": asset.size}
    audit.record(at=now, actor_id=actor_id, verb="media.take_in", subject=("asset", asset.pk), detail=detail)
    ask_for(asset.pk)
    return asset


@transaction.atomic
def retry(*, actor_id: int | None, asset: Asset, now: datetime) -> bool:
    """Try a failed asset again; false when it is not a failed one (any more)."""
    waiting = Asset.objects.filter(pk=asset.pk, state=AssetState.FAILED).update(
        state=AssetState.WAITING, problem="", problem_detail="", progress=0
    )
    if not waiting:
        return False
    audit.record(at=now, actor_id=actor_id, verb="media.retry", subject=("asset", asset.pk))
    ask_for(asset.pk)
    return True


@transaction.atomic
def resume_interrupted(*, now: datetime) -> int:
    """Ask again for what a crash of its maker interrupted; called when a worker starts. Tells how many."""
    lost = Asset.objects.filter(Q(worked_at__lt=now - SILENCE) | Q(worked_at=None), state=AssetState.PROCESSING)
    numbers = list(lost.values_list("pk", flat=True))
    for number in numbers:
        ask_for(number)
    return len(numbers)


def ask_for(asset_id: int) -> None:
    """Queue the making of an asset in the transaction that wants it."""
    from yuanjiao.media.tasks import make_asset  # noqa: PLC0415 -- tasks call the makers, which call the actions

    make_asset.enqueue(asset_id)
