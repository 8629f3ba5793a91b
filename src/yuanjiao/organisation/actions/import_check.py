"""The dry run: reading an import's file, checking every row, staging the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

import msgspec
from django.db import transaction

from yuanjiao.organisation import bulk
from yuanjiao.organisation.actions.imports import CHUNK, forget_rows, scope_of_job
from yuanjiao.organisation.importing.check import CheckedRow, Checker
from yuanjiao.organisation.importing.known import load_known
from yuanjiao.organisation.importing.sheet import UnreadableFile, read_sheet
from yuanjiao.organisation.models import ImportFile, ImportJob, ImportRow, ImportStatus, RowOutcome

Progress = Callable[[int, int], None]
Item = TypeVar("Item")
ROW_COLUMNS = ("job_id", "number", "staff_number", "outcome", "values", "errors")
in_json = msgspec.json.Encoder()


def check_import(*, job: ImportJob, now: datetime, progress: Progress) -> ImportJob:
    """Check every row of a waiting import and stage it; begun again after a crash, it begins from the first row.

    An unreadable file ends the import with a sentence in `message`. A job in another state is left alone.
    """
    if job.status not in {ImportStatus.WAITING, ImportStatus.CHECKING}:
        return job
    _set(job, status=ImportStatus.CHECKING, checked_rows=0, total_rows=0)
    forget_rows(job=job)
    try:
        rows = list(read_sheet(bytes(ImportFile.objects.get(job=job).content), job.file_name))
    except UnreadableFile as problem:
        _set(job, status=ImportStatus.UNREADABLE, message=str(problem), finished_at=now)
        return job
    _set(job, total_rows=len(rows))
    checker = Checker(load_known(scope_of_job(job, now)))
    outcomes: Counter[str] = Counter()
    for chunk in in_chunks((checker.check(number, texts) for number, texts in rows), CHUNK):
        _stage(job, chunk)
        outcomes.update(row.outcome for row in chunk)
        progress(job.checked_rows, job.total_rows)
    counts = {f"{outcome}_rows": outcomes[outcome] for outcome in RowOutcome.values}
    with transaction.atomic():
        ImportFile.objects.filter(job=job).delete()
        _set(job, status=ImportStatus.CHECKED, **counts)
    return job


@transaction.atomic
def _stage(job: ImportJob, rows: list[CheckedRow]) -> None:
    bulk.insert_rows(ImportRow, ROW_COLUMNS, [_columns(job.pk, row) for row in rows])
    _set(job, checked_rows=job.checked_rows + len(rows))


def _columns(job_id: int, row: CheckedRow) -> tuple[object, ...]:
    values = in_json.encode(row.values).decode()
    faults = in_json.encode([list(fault) for fault in row.faults]).decode()
    return job_id, row.number, str(row.values.get("staff_number", ""))[:32], row.outcome.value, values, faults


def in_chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most so many."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _set(job: ImportJob, **values: object) -> None:
    for name, value in values.items():
        setattr(job, name, value)
    job.save(update_fields=list(values))
