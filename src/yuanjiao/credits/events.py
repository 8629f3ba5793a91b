"""What the rooms above are told, synchronously, in the transaction that makes it true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reversed:
    """A credit has been taken back: whose, which entry, how much, and why."""

    learner_id: int
    sequence: int
    title: str
    hundredths: int
    reason: str
    at: datetime


credit_reversed: list[Callable[[Reversed], None]] = []
"""Called once for each reversal; an error undoes it."""
