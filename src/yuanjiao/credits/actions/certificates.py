"""Issuing certificates."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.models import Certificate, EntryKind, LedgerEntry


class NothingToCertify(Exception):
    """The entry is a reversal, or its credit has been taken back."""

    def __init__(self) -> None:
        super().__init__(_("这条学分已冲正，不能开具证书。"))


@transaction.atomic
def issue_certificate(*, entry: LedgerEntry, now: datetime) -> Certificate:
    """The certificate of an entry, made when it is first asked for; its code never changes.

    :raises NothingToCertify: when the credit does not stand.
    """
    if entry.kind == EntryKind.REVERSAL or reversed_by(entry) is not None:
        raise NothingToCertify
    certificate, _new = Certificate.objects.get_or_create(
        entry=entry, defaults={"learner_id": entry.learner_id, "issued_at": now}
    )
    return certificate


def reversed_by(entry: LedgerEntry) -> LedgerEntry | None:
    """The reversal of an entry, if there is one."""
    return LedgerEntry.objects.filter(
        learner_id=entry.learner_id,
        source_kind=entry.source_kind,
        source_id=entry.source_id,
        kind=EntryKind.REVERSAL,
    ).first()
