"""The credit tables."""

from yuanjiao.credits.models.certificate import Certificate
from yuanjiao.credits.models.evidence import EvidenceFile, EvidenceKind
from yuanjiao.credits.models.exemption import Exemption, ExemptionReason, ExemptionState
from yuanjiao.credits.models.ledger import EntryKind, LedgerEntry
from yuanjiao.credits.models.requirement import Requirement
from yuanjiao.credits.models.standing import CreditHistogram, OpenedYear, Standing, UnitStanding
from yuanjiao.credits.models.training import (
    COUNTS_AS_ATTENDED,
    CREDITED,
    DECIDED,
    EVERY_TIER,
    ClaimState,
    CreditClaim,
    Training,
)

__all__ = [
    "COUNTS_AS_ATTENDED",
    "CREDITED",
    "DECIDED",
    "EVERY_TIER",
    "Certificate",
    "ClaimState",
    "CreditClaim",
    "CreditHistogram",
    "EntryKind",
    "EvidenceFile",
    "EvidenceKind",
    "Exemption",
    "ExemptionReason",
    "ExemptionState",
    "LedgerEntry",
    "OpenedYear",
    "Requirement",
    "Standing",
    "Training",
    "UnitStanding",
]
