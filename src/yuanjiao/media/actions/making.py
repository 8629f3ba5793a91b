"""What the makers write down while an original becomes playable or readable."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from yuanjiao.media import events
from yuanjiao.media.actions.originals import SILENCE
from yuanjiao.media.models import Asset, AssetState, Rendition
from yuanjiao.media.problems import MediaProblem
from yuanjiao.media.transcoding.playlists import Variant


def claim(*, asset_id: int, now: datetime) -> Asset | None:
    """Take an asset in hand; none when it is done, gone, or in another worker's hands."""
    free = Q(state=AssetState.WAITING) | Q(state=AssetState.PROCESSING, worked_at__lt=now - SILENCE)
    free |= Q(state=AssetState.PROCESSING, worked_at=None)
    taken = Asset.objects.filter(free, pk=asset_id).update(state=AssetState.PROCESSING, worked_at=now, progress=0)
    return Asset.objects.get(pk=asset_id) if taken else None


def note_progress(*, asset_id: int, per_cent: int, now: datetime) -> None:
    """Tell how far the making is; also the maker's sign of life."""
    Asset.objects.filter(pk=asset_id).update(progress=max(0, min(99, per_cent)), worked_at=now)


def finish_rendition(*, asset: Asset, variant: Variant, now: datetime) -> None:
    """A rendition is in the store, whole."""
    Rendition.objects.update_or_create(
        asset=asset,
        name=variant.name,
        defaults={
            "width": variant.width,
            "height": variant.height,
            "frame_rate": variant.frame_rate,
            "codec": variant.codec,
            "bits_per_second": variant.peak,
            "mean_bits_per_second": variant.mean,
            "finished_at": now,
        },
    )


@transaction.atomic
def become_ready(*, asset: Asset, now: datetime, **facts: Any) -> None:
    """The asset can be shown; its facts and what the domains above make of them are one transaction."""
    values = {
        **facts,
        "state": AssetState.READY,
        "progress": 100,
        "worked_at": now,
        "problem": "",
        "problem_detail": "",
    }
    for name, value in values.items():
        setattr(asset, name, value)
    asset.save(update_fields=list(values))
    for tell in events.ready:
        tell(asset)


def fail(*, asset: Asset, problem: MediaProblem, now: datetime) -> None:
    """The asset cannot be made; its original is kept, and the editor is told why."""
    Asset.objects.filter(pk=asset.pk).update(
        state=AssetState.FAILED, problem=problem.code, problem_detail=problem.detail[:2000], worked_at=now
    )
