"""Starting, confirming and giving up an import of people; the worker does the long parts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import audit
from yuanjiao.organisation import one_time
from yuanjiao.organisation.models import ImportFile, ImportJob, ImportRow, ImportStatus, Person
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import OutOfScope, Scope
from yuanjiao.organisation.subtree import joint

LARGEST_FILE = 40 * 1024 * 1024
CHUNK = 500


class FileTooLarge(Exception):
    """The file is larger than `LARGEST_FILE`."""

    def __init__(self) -> None:
        super().__init__(_("文件超过 40 MB。请分成几个文件导入。"))


class NotWaiting(Exception):
    """The import is not at the point where it can be confirmed or given up."""

    def __init__(self) -> None:
        super().__init__(_("这次导入的状态已经改变，请刷新页面。"))


@transaction.atomic
def start_import(
    *, actor: Scope, content: bytes, file_name: str, now: datetime, forms_classes: bool = True
) -> ImportJob:
    """Keep an uploaded file; nothing is in the table until its rows are checked and the import is confirmed.

    :raises OutOfScope: when the actor may import nowhere.
    :raises FileTooLarge: when the file is beyond the limit.
    """
    if not actor.has(Permission.PEOPLE_IMPORT):
        raise OutOfScope
    if len(content) > LARGEST_FILE:
        raise FileTooLarge
    job = ImportJob.objects.create(
        created_by_id=actor.actor_id,
        created_at=now,
        file_name=file_name[:200],
        effective_on=timezone.localdate(now),
        forms_classes=forms_classes,
    )
    ImportFile.objects.create(job=job, content=content)
    record(actor, "start_import", job, now)
    return job


@transaction.atomic
def confirm_import(*, actor: Scope, job: ImportJob, now: datetime) -> ImportJob:
    """Let the right rows in; rows with faults stay out and are listed in the result.

    :raises NotWaiting: when the import is not checked and waiting.
    """
    job = _waiting(actor, job)
    job.status = ImportStatus.APPLYING
    job.codes_expire_at = now + one_time.VALIDITY
    job.save(update_fields=["status", "codes_expire_at"])
    record(actor, "confirm_import", job, now)
    return job


@transaction.atomic
def discard_import(*, actor: Scope, job: ImportJob, now: datetime) -> ImportJob:
    """Give up an import that is checked and not confirmed: the table was not touched.

    :raises NotWaiting: when it is too late, or too early.
    """
    job = _waiting(actor, job)
    job.status = ImportStatus.DISCARDED
    job.finished_at = now
    job.save(update_fields=["status", "finished_at"])
    record(actor, "discard_import", job, now)
    return job


def _waiting(actor: Scope, job: ImportJob) -> ImportJob:
    # Only its maker: what the rows may touch was checked against her scope.
    if job.created_by_id != actor.actor_id or not actor.has(Permission.PEOPLE_IMPORT):
        raise OutOfScope
    locked = ImportJob.objects.select_for_update().get(pk=job.pk)
    if locked.status != ImportStatus.CHECKED:
        raise NotWaiting
    return locked


def record(actor: Scope, verb: str, job: ImportJob, now: datetime) -> None:
    """The audit row of a step; it stands with the unit below which the actor may import."""
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"organisation.{verb}",
        subject=("import", job.pk),
        unit_path=joint(actor.prefixes(Permission.PEOPLE_IMPORT)),
        detail={"file": job.file_name, "new": job.new_rows, "changed": job.changed_rows, "wrong": job.wrong_rows},
    )


def forget_rows(*, job: ImportJob) -> None:
    """Delete staged rows in short transactions, before they are staged afresh."""
    while True:
        numbers = list(ImportRow.objects.filter(job=job).order_by("number").values_list("number", flat=True)[:CHUNK])
        if not numbers:
            return
        ImportRow.objects.filter(job=job, number__lte=numbers[-1]).delete()


def scope_of_job(job: ImportJob, now: datetime) -> Scope:
    """The present scope of whoever started the import; an import without a person is the installation's own."""
    if job.created_by_id is None:
        return Scope.of_system()
    return Scope.of(Person.objects.get(pk=job.created_by_id), now)


@transaction.atomic
def record_codes_download(*, actor: Scope, job: ImportJob, now: datetime) -> None:
    """Note that the one-time codes of an import were taken.

    :raises OutOfScope: unless she started the import and may still import.
    """
    if job.created_by_id != actor.actor_id or not actor.has(Permission.PEOPLE_IMPORT):
        raise OutOfScope
    record(actor, "download_codes", job, now)
