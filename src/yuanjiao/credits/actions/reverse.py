"""Taking a credit back by a reversal: nothing in the ledger is ever changed or deleted (C2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits import ledger
from yuanjiao.credits.actions.claims import mark_reversed
from yuanjiao.credits.events import Reversed, credit_reversed, tell
from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope


class NotReversible(Exception):
    """A reversal was to be reversed."""

    def __init__(self) -> None:
        super().__init__(_("冲正记录本身不能再冲正；如需恢复学分，请重新申报。"))


class ReasonMissing(Exception):
    """A credit was to be taken back without a word why."""

    def __init__(self) -> None:
        super().__init__(_("请写明原因，学员会看到。"))


class AlreadyReversed(Exception):
    """The credit has been taken back before."""

    def __init__(self) -> None:
        super().__init__(_("这条学分已经冲正过了。"))


@transaction.atomic
def reverse(*, actor: Person | None, entry: LedgerEntry, reason: str, now: datetime) -> LedgerEntry:
    """Take the credit of an entry back in the year that it counted for, keep who did it and why, and tell the learner.

    :param actor: none for the installation itself.
    :raises OutOfScope: when the actor may not correct credits where the entry was earned.
    :raises ReasonMissing: without a reason.
    :raises NotReversible: when the entry is itself a reversal.
    :raises AlreadyReversed: when it has been taken back before.
    """
    scope = Scope.of_system() if actor is None else Scope.of(actor, now)
    scope.demand(Permission.CREDITS_CORRECT, entry.unit_path)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    if entry.kind == EntryKind.REVERSAL:
        raise NotReversible
    reversal, new = ledger.enter(
        ledger.Line(
            learner_id=entry.learner_id,
            at=now,
            year=entry.year,
            kind=EntryKind.REVERSAL,
            category=entry.category,
            hundredths=-entry.hundredths,
            source_kind=entry.source_kind,
            source_id=entry.source_id,
            title=entry.title,
            evidence={"reverses": entry.sequence, "reason": reason},
            rule_version=entry.rule_version,
        )
    )
    if not new:
        raise AlreadyReversed
    mark_reversed(entry)
    audit.record(
        at=now,
        actor_id=actor.pk if actor else None,
        verb="credits.reverse",
        subject=("ledger_entry", entry.pk),
        unit_path=reversal.unit_path,
        detail={"learner_id": entry.learner_id, "sequence": entry.sequence, "reason": reason},
    )
    told = Reversed(entry.learner_id, entry.sequence, entry.title, entry.hundredths, reason, now)
    tell(credit_reversed, told)
    return reversal
