"""Long work in the background: asked for, watched, cancelled, and its result fetched later.

A room registers in its `apps.py` what each kind does::

    jobs.register("oversight.circular", write_circular)

and an action starts one: ``jobs.start("oversight.circular", owner_id=…, title=…, arguments={…}, now=now)``.
The work gets a `Running`, tells it `step(done, whole)` now and then, and may leave a file with `keep`.
Work may be done twice, when a worker dies: it must not mind.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from yuanjiao.kernel import storage
from yuanjiao.kernel.models import UNFINISHED, BackgroundJob, JobState

logger = logging.getLogger(__name__)

RESULT_DAYS = 14
TELL_EVERY_SECONDS = 0.5


Tell = Callable[[int, int], None]
"""Told how much is done of how much."""


class JobFailed(Exception):
    """The work cannot be done, for a reason that its owner can understand; the sentence is the argument."""


class JobCancelled(Exception):
    """Its owner no longer wants it."""


class Running:
    """A job at work."""

    def __init__(self, job: BackgroundJob, tell: Tell | None = None) -> None:
        self.job = job
        self.arguments: dict[str, Any] = job.arguments
        self._tell = tell
        self._told_at = 0.0

    def step(self, done: int, whole: int) -> None:
        """Tell how far it is; cheap, so call it often.

        :raises JobCancelled: when its owner cancelled it; let it pass through.
        """
        if self._tell:
            self._tell(done, whole)
        moment = time.monotonic()
        if moment - self._told_at < TELL_EVERY_SECONDS and done < whole:
            return
        self._told_at = moment
        under_way = BackgroundJob.objects.filter(pk=self.job.pk, state=JobState.RUNNING)
        if not under_way.update(done=done, whole=whole):
            raise JobCancelled

    def keep(self, file: Path, name: str) -> None:
        """Make a file the job's result, to be downloaded under a name; the file is moved away."""
        storage.originals().take_file(file, self.job.stored_as)
        self.job.file_name = name


Work = Callable[[Running], str | None]
"""Does it; may give a sentence on what came of it."""

_kinds: dict[str, Work] = {}


def register(kind: str, work: Work) -> None:
    """Say what a kind of job does. `kind` is ``room.noun``."""
    _kinds[kind] = work


def start(
    kind: str, *, owner_id: int | None, title: str, arguments: dict[str, Any], now: datetime, whole: int = 0
) -> BackgroundJob:
    """Queue a job; within a transaction it begins once that has been committed."""
    job = BackgroundJob.objects.create(
        kind=kind,
        title=title,
        owner_id=owner_id,
        arguments=arguments,
        created_at=now,
        whole=whole,
        language=translation.get_language() or "zh-hans",
    )
    run_job.enqueue(job.pk)
    return job


def cancel(job: BackgroundJob, *, now: datetime) -> bool:
    """Stop a job that is not finished; whether it was still under way. What it did before stays done."""
    mine = BackgroundJob.objects.filter(pk=job.pk, state__in=UNFINISHED)
    return bool(mine.update(state=JobState.CANCELLED, finished_at=now))


@task()
def run_job(job_id: int) -> None:
    """Do a job's work; one that is finished or cancelled is left alone."""
    run_here(job_id)


def give_up(job_id: int, *, now: datetime) -> None:
    """End a job that has killed whoever did it, again and again; its owner reads why, and may try it once more."""
    job = BackgroundJob.objects.filter(pk=job_id, state__in=UNFINISHED).first()
    if job is None:
        return
    with translation.override(job.language):
        message = _("后台程序做这件事时几次意外中止，不再重试；已通知维护人员。")
    logger.error("job given up: %s %d", job.kind, job.pk)
    BackgroundJob.objects.filter(pk=job_id, state__in=UNFINISHED).update(
        state=JobState.FAILED, message=message, finished_at=now
    )


def run_here(job_id: int, tell: Tell | None = None) -> None:
    """As `run_job`, by whoever calls it, such as a command; the worker then finds nothing left to do."""
    job = BackgroundJob.objects.filter(pk=job_id, state__in=UNFINISHED).first()
    if job is None:
        return
    # Its owner may have cancelled it since it was read.
    wanted = BackgroundJob.objects.filter(pk=job_id, state__in=UNFINISHED)
    if not wanted.update(state=JobState.RUNNING, started_at=timezone.now()):
        return
    with translation.override(job.language):
        state, message = _outcome(Running(job, tell))
    under_way = BackgroundJob.objects.filter(pk=job_id, state=JobState.RUNNING)
    finished = {"state": state, "message": message, "finished_at": timezone.now(), "file_name": job.file_name}
    if not under_way.update(**finished) and job.file_name:
        storage.originals().remove(job.stored_as)


def _outcome(running: Running) -> tuple[JobState, str]:
    job = running.job
    try:
        return JobState.DONE, _kinds[job.kind](running) or ""
    except JobCancelled:
        return JobState.CANCELLED, ""
    except JobFailed as problem:
        return JobState.FAILED, str(problem)
    except Exception:
        logger.exception("job failed: %s %d", job.kind, job.pk)
        return JobState.FAILED, _("出了意外，已通知维护人员；可以再试一次。")


def forget_old_results(*, now: datetime) -> int:
    """Remove the files of jobs that finished long ago; how many there were."""
    old = BackgroundJob.objects.filter(finished_at__lt=now - timedelta(days=RESULT_DAYS)).exclude(file_name="")
    jobs = list(old)
    for job in jobs:
        storage.originals().remove(job.stored_as)
    BackgroundJob.objects.filter(pk__in=[job.pk for job in jobs]).update(file_name="")
    return len(jobs)
