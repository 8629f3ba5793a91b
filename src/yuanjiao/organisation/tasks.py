"""The organisation's background work: thin doors to actions."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from yuanjiao.kernel.jobs import Running
from yuanjiao.organisation.actions.import_apply import apply_import
from yuanjiao.organisation.actions.import_check import check_import
from yuanjiao.organisation.actions.reorganising import carry_out
from yuanjiao.organisation.models import RUNNING, ImportJob, ImportStatus


def no_progress(_done: int, _total: int) -> None:
    """The job's own row tells its progress."""


@task()
def carry_on_import(job_id: int) -> None:
    """Check or apply an import, whichever is next; one that needs nothing is left alone."""
    job = ImportJob.objects.get(pk=job_id)
    now = timezone.now()
    if job.status in {ImportStatus.WAITING, ImportStatus.CHECKING}:
        check_import(job=job, now=now, progress=no_progress)
    elif job.status in {ImportStatus.APPLYING, ImportStatus.PUBLISHED}:
        apply_import(job=job, now=now, progress=no_progress)


def resume_imports() -> int:
    """Queue every import that a crashed worker left behind; the worker calls this when it starts."""
    unfinished = list(ImportJob.objects.filter(status__in=RUNNING).values_list("pk", flat=True))
    for job_id in unfinished:
        carry_on_import.enqueue(job_id)
    return len(unfinished)


def reorganise_units(running: Running) -> None:
    """Make a reorganisation whose day has come, or carry it on."""
    carry_out(reorganisation_id=running.arguments["reorganisation"], now=timezone.now(), told=running.step)
