"""Keeping a reader's place."""

from __future__ import annotations

from datetime import datetime

from yuanjiao.media.models import Asset, ReadingPosition


def keep_reading_position(*, learner_id: int, asset: Asset, place: int, fraction: int, now: datetime) -> None:
    """Keep where a learner is in a document; it earns nothing and leaves no trace of time spent."""
    ReadingPosition.objects.update_or_create(
        learner_id=learner_id,
        asset=asset,
        defaults={"place": min(place, max(0, asset.parts - 1)), "fraction": fraction, "updated_at": now},
    )
