"""The audit trail's only entrance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from yuanjiao.kernel.models import AuditEntry


class AuditOutsideTransaction(RuntimeError):
    """An act was recorded outside the transaction of its change, so one could survive without the other."""


def record(
    *,
    at: datetime,
    actor_id: int | None,
    verb: str,
    subject: tuple[str, object],
    unit_path: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one audit entry beside the change it tells of.

    :param verb: what was done, ``domain.act`` such as ``organisation.transfer``.
    :param subject: kind and identifier of what it was done to.
    :raises AuditOutsideTransaction: when no transaction is open.
    """
    if not transaction.get_connection().in_atomic_block:
        raise AuditOutsideTransaction(verb)
    return AuditEntry.objects.create(
        at=at,
        actor_id=actor_id,
        verb=verb,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        unit_path=unit_path,
        detail=detail or {},
    )
