"""The credit tables."""

from yuanjiao.credits.models.certificate import Certificate
from yuanjiao.credits.models.ledger import EntryKind, LedgerEntry
from yuanjiao.credits.models.requirement import Requirement
from yuanjiao.credits.models.standing import CreditHistogram, OpenedYear, Standing, UnitStanding

__all__ = [
    "Certificate",
    "CreditHistogram",
    "EntryKind",
    "LedgerEntry",
    "OpenedYear",
    "Requirement",
    "Standing",
    "UnitStanding",
]
