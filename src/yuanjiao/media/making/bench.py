"""What a maker works with."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from yuanjiao.media.actions import making as actions
from yuanjiao.media.models import Asset

PROGRESS_SECONDS = 1.0


class Bench:
    """An asset in the making: its original, a scratch folder, the clock, and its progress."""

    def __init__(self, asset: Asset, original: Path, scratch: Path, clock: Callable[[], datetime]) -> None:
        self.asset = asset
        self.original = original
        self.scratch = scratch
        self.clock = clock
        self.per_cent = 0.0
        self._written = time.monotonic()

    def progress(self, per_cent: float) -> None:
        """Tell how far the work is; written at most every second."""
        self.per_cent = max(self.per_cent, per_cent)
        self.alive()

    def alive(self) -> None:
        """Give a sign of life, at most every second."""
        if time.monotonic() - self._written >= PROGRESS_SECONDS:
            self._written = time.monotonic()
            actions.note_progress(asset_id=self.asset.pk, per_cent=int(self.per_cent), now=self.clock())


# A maker leaves its files in the store and gives the asset's facts (duration, size, parts).
Maker = Callable[[Bench], dict[str, Any]]
