"""What every process that answers pages does before the first of them."""

from __future__ import annotations

import gc

from django.urls import reverse

COLLECTOR = (20_000, 4, 100)


def load() -> None:
    """Load every page's module, which at the first request takes seconds; then look for cycles rarely, and never here.

    Django is half a million objects, and every hot desk is a few more; walking them every few hundred
    allocations took a seventh of the processor under pulses and was most of the longest waits.
    """
    reverse("learner:home")
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTOR)
