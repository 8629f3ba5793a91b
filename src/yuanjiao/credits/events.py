"""What the rooms above are told, synchronously, in the transaction that makes it true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from yuanjiao.credits.models import CreditClaim, Exemption


@dataclass(frozen=True, slots=True)
class Reversed:
    """A credit has been taken back: whose, which entry, how much, and why."""

    learner_id: int
    sequence: int
    title: str
    hundredths: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimDecided:
    """A claim to the credits of an offline training was decided; `sequence` is its ledger entry, if it earned one."""

    claim: CreditClaim
    sequence: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ExemptionDecided:
    """An exemption was granted, refused, or ended before its time."""

    exemption: Exemption
    at: datetime


Happened = TypeVar("Happened")
claim_decided: list[Callable[[ClaimDecided], None]] = []
"""Called once for each decision; an error undoes it."""
exemption_decided: list[Callable[[ExemptionDecided], None]] = []
"""As above."""
credit_reversed: list[Callable[[Reversed], None]] = []
"""Called once for each reversal; an error undoes it."""


def tell(hooks: list[Callable[[Happened], None]], happened: Happened) -> None:
    """Call every hook."""
    for hook in hooks:
        hook(happened)
