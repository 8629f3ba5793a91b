"""Rows that were right when they were checked and are not any more."""

from __future__ import annotations

from collections.abc import Sequence

from yuanjiao.organisation.importing.faults import Fault
from yuanjiao.organisation.models import ImportJob, ImportRow, Person, RowOutcome


class ConflictNotFound(RuntimeError):
    """The database refused a chunk for a reason other than a staff number, phone or e-mail that is taken."""


def set_conflicts_aside(*, job: ImportJob, rows: Sequence[ImportRow]) -> None:
    """Turn rows whose staff number, phone or e-mail has been taken since the check into wrong ones.

    Only the job's own people are hidden, so whoever is found here is someone else. Needs an open transaction.

    :raises ConflictNotFound: when no row is in conflict, so that the same chunk is not tried for ever.
    """
    conflicts = 0
    for key in ("staff_number", "phone", "email"):
        said = {row.values[key]: row for row in rows if row.values.get(key)}
        taken = Person.everyone.filter(**{f"{key}__in": list(said)}).values_list(key, "staff_number")
        for value, owner in taken:
            row = said[value]
            if row.outcome == RowOutcome.CHANGED and row.staff_number == owner:
                continue
            row.errors = [*row.errors, list(Fault(key, "taken", str(value), owner))]
            job.wrong_rows += row.outcome != RowOutcome.WRONG
            job.new_rows -= row.outcome == RowOutcome.NEW
            job.changed_rows -= row.outcome == RowOutcome.CHANGED
            row.outcome = RowOutcome.WRONG
            row.save(update_fields=["errors", "outcome"])
            conflicts += 1
    if not conflicts:
        raise ConflictNotFound(job.pk)
    job.save(update_fields=["wrong_rows", "new_rows", "changed_rows"])
