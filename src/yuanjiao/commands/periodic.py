"""What is due every so often: each job may run at any time, twice, or on two workers at once."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone

from yuanjiao.catalogue.public import move_due_courses
from yuanjiao.credits.public import lower_micro_courses, open_year, sign_root, year_of
from yuanjiao.kernel.jobs import forget_old_results
from yuanjiao.learning.public import count_use, forget_old_activity, forget_old_timelines
from yuanjiao.library.public import look_at_due_feeds
from yuanjiao.media.public import resume_interrupted
from yuanjiao.media.uploads.shelf import Shelf
from yuanjiao.organisation.public import bring_stragglers, queue_due_reorganisations
from yuanjiao.outreach.public import (
    break_off_abandoned,
    carry_on_campaigns,
    count_campaigns,
    count_seats,
    deliver_in_the_morning,
    remind_of_licences,
)

logger = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 5.0
MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass
class Job:
    """One job: what it does and how often; first done as soon as the worker starts."""

    name: str
    every_seconds: float
    work: Callable[[], object]
    due_at: float = 0.0


def jobs() -> list[Job]:
    """Everything that is due every so often."""
    return [
        Job("courses whose minute has come", LOOK_EVERY_SECONDS, lambda: move_due_courses(now=timezone.now())),
        Job("films left by a crash", MINUTE, lambda: resume_interrupted(now=timezone.now())),
        Job("reorganisations whose day has come", MINUTE, lambda: queue_due_reorganisations(now=timezone.now())),
        Job("people in units that ended", HOUR, lambda: bring_stragglers(now=timezone.now())),
        Job("pushes that are due", MINUTE, lambda: carry_on_campaigns(now=timezone.now())),
        Job("figures of pushes", 5 * MINUTE, lambda: count_campaigns(now=timezone.now())),
        Job("mailings that broke off", MINUTE, lambda: break_off_abandoned(now=timezone.now())),
        Job("mail that waits for the morning", MINUTE, lambda: deliver_in_the_morning(now=timezone.now())),
        Job("abandoned uploads", HOUR, lambda: Shelf(Path(settings.UPLOAD_ROOT)).expire(time.time())),
        Job("the year's accounts", HOUR, see_that_the_year_is_open),
        Job("credits of micro-courses", HOUR, lambda: lower_micro_courses(now=timezone.now())),
        Job("use of courses", HOUR, lambda: count_use(now=timezone.now())),
        Job("licences that end", HOUR, remind_editors),
        Job("seats of licences", HOUR, lambda: count_seats(now=timezone.now(), page_of=page_of_contract)),
        Job("signed root of the ledger", HOUR, sign_todays_root),
        Job("news feeds", 10 * MINUTE, lambda: look_at_due_feeds(now=timezone.now())),
        Job("old activity", DAY, forget_activity),
        Job("old timelines", DAY, forget_timelines),
        Job("old results", DAY, lambda: forget_old_results(now=timezone.now())),
        Job("expired sign-in sessions", DAY, lambda: call_command("clearsessions")),
        Job("finished tasks", DAY, lambda: call_command("prune_db_task_results", min_age_days=14, verbosity=0)),
    ]


def sign_todays_root() -> None:
    """Sign the ledger's root of today, unless it is on file."""
    settings.LEDGER_ROOTS.mkdir(mode=0o700, parents=True, exist_ok=True)
    sign_root(folder=settings.LEDGER_ROOTS, now=timezone.now())


def remind_editors() -> None:
    """Tell editors of licences that end, once for each reminder."""
    remind_of_licences(now=timezone.now(), page_of=page_of_contract)


def page_of_contract(number: int) -> str:
    """Where editors read a contract."""
    return reverse("manage:contract", args=[number])


def see_that_the_year_is_open() -> None:
    """Give everyone an account in the running year, soon after it has begun."""
    from yuanjiao.credits.models import OpenedYear  # noqa: PLC0415 -- only this job reads it

    now = timezone.now()
    if not OpenedYear.objects.filter(year=year_of(now)).exists():
        open_year(actor=None, year=year_of(now), now=now)


def forget_activity() -> None:
    """Delete what is past its retention term, a little at a time."""
    for _deleted in forget_old_activity(now=timezone.now()):
        pass


def forget_timelines() -> None:
    """Delete sessions and signals past their retention term, a little at a time."""
    for _deleted in forget_old_timelines(now=timezone.now()):
        pass


class Periodic:
    """Runs the jobs in a thread of its own, beside the tasks."""

    def __init__(self, all_jobs: list[Job] | None = None) -> None:
        self._jobs = jobs() if all_jobs is None else all_jobs
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="periodic", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the job at hand."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(LOOK_EVERY_SECONDS)

    def run_due(self, moment: float | None = None) -> int:
        """Run every job that is due; how many were. One that fails is logged and tried again at its next time."""
        moment = time.monotonic() if moment is None else moment
        due = [job for job in self._jobs if job.due_at <= moment]
        for job in due:
            job.due_at = moment + job.every_seconds
            try:
                job.work()
            except Exception:
                logger.exception("periodic job failed: %s", job.name)
        return len(due)

    def _run(self) -> None:
        while True:
            close_old_connections()
            self.run_due()
            close_old_connections()
            if self._stop.wait(LOOK_EVERY_SECONDS):
                return
