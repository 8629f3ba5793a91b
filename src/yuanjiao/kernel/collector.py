"""How often the collector of cycles looks, and at what."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = (20_000, 4, 100)


@contextmanager
def away() -> Iterator[None]:
    """Keep it away while modules are loaded, of which nothing is garbage: walking them was a seventh of every start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def rest() -> None:
    """Leave out what is loaded by now, for it stays, and look at the rest rarely.

    Django is half a million objects, and every hot desk is a few more; walking them every few hundred
    allocations took a seventh of the processor under pulses and was most of the longest waits, and a quarter of
    the tests' time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
