"""An import from beginning to end in one call, for the command line and the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.actions.import_apply import apply_import
from yuanjiao.organisation.actions.import_check import check_import
from yuanjiao.organisation.actions.imports import confirm_import, discard_import, start_import
from yuanjiao.organisation.importing.sheet import UnreadableFile
from yuanjiao.organisation.models import ImportJob, ImportStatus
from yuanjiao.organisation.scope import Scope

StepProgress = Callable[[str, int, int], None]


class ImportHasFaults(Exception):
    """Some rows have faults and the caller did not accept leaving them out; the job holds them."""

    def __init__(self, job: ImportJob) -> None:
        sentence = _("%(wrong)s 行有误，没有导入任何人。请改正后重试，或选择只导入无误的行。")
        super().__init__(sentence % {"wrong": job.wrong_rows})
        self.job = job


def no_step_progress(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def check_people(*, actor: Scope, path: Path, now: datetime, progress: StepProgress = no_step_progress) -> ImportJob:
    """Check a file and touch nothing; the job holds what each row would do and its faults.

    :raises UnreadableFile: when the file is not a sheet of people.
    """
    job = start_import(actor=actor, content=path.read_bytes(), file_name=path.name, now=now)
    check_import(job=job, now=now, progress=lambda done, total: progress("check", done, total))
    if job.status == ImportStatus.UNREADABLE:
        raise UnreadableFile(job.message)
    return discard_import(actor=actor, job=job, now=now)


def import_people(
    *,
    actor: Scope,
    path: Path,
    now: datetime,
    progress: StepProgress = no_step_progress,
    accept_faults: bool = False,
) -> ImportJob:
    """Check a file and let its people in; `progress` takes the step (``check`` or ``apply``), done and total.

    :raises UnreadableFile: when the file is not a sheet of people.
    :raises ImportHasFaults: when rows are wrong and `accept_faults` is off; the table is untouched.
    """
    job = start_import(actor=actor, content=path.read_bytes(), file_name=path.name, now=now)
    check_import(job=job, now=now, progress=lambda done, total: progress("check", done, total))
    if job.status == ImportStatus.UNREADABLE:
        raise UnreadableFile(job.message)
    if job.wrong_rows and not accept_faults:
        raise ImportHasFaults(job)
    confirm_import(actor=actor, job=job, now=now)
    return apply_import(job=job, now=now, progress=lambda done, total: progress("apply", done, total))
