"""The worker: what a dead one left, and what is due."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from tests.factories.kernel import make_job
from tests.factories.organisation import make_person

from yuanjiao.commands import leftovers, worker
from yuanjiao.commands.exits import Exit, Stop
from yuanjiao.commands.periodic import Job, Periodic
from yuanjiao.commands.telling import Bars
from yuanjiao.commands.worker import run_once
from yuanjiao.kernel import identifiers, jobs
from yuanjiao.kernel.models import JobState

NODE = identifiers.node_name()[:48]


def running(*workers: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="RUNNING",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="yuanjiao.demonstration.filming.make_lecture",
        worker_ids=list(workers),
        backend_name="default",
        run_after=timezone.now(),
        exception_class_path="",
        traceback="",
    )


def dead_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


@pytest.mark.django_db
def test_the_tasks_of_a_dead_worker_are_done_again() -> None:
    lost, others, alive = running(f"{NODE}:{dead_process()}"), running("elsewhere:1"), running(f"{NODE}:{os.getppid()}")
    assert leftovers.take_up(leftovers.own_name()) == 1
    states = [DBTaskResult.objects.get(pk=each.pk).status for each in (lost, others, alive)]
    assert states == ["READY", "RUNNING", "RUNNING"]


@pytest.mark.django_db
def test_a_task_that_killed_three_workers_is_given_up() -> None:
    lost = running(*[f"{NODE}:{dead_process()}"] * 3)
    leftovers.take_up(leftovers.own_name())
    assert DBTaskResult.objects.get(pk=lost.pk).status == "FAILED"


@pytest.mark.django_db
def test_the_owner_of_a_job_that_killed_three_workers_reads_that_it_was_given_up() -> None:
    job = make_job(make_person(), state=JobState.RUNNING)
    lost = running(*[f"{NODE}:{dead_process()}"] * 3)
    DBTaskResult.objects.filter(pk=lost.pk).update(
        task_path=jobs.run_job.module_path, args_kwargs={"args": [job.pk], "kwargs": {}}
    )
    leftovers.take_up(leftovers.own_name())
    job.refresh_from_db()
    assert (job.state, "不再重试" in job.message, job.finished_at is None) == (JobState.FAILED, True, False)


@pytest.mark.slow
@pytest.mark.django_db
def test_working_once_counts_what_waited(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    told: list[tuple[int, int]] = []
    # A connection to a database in memory cannot be opened again.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(Bars, "_tell", lambda _bars, done, total: told.append((done, total)))
    for _task in range(2):
        DBTaskResult.objects.filter(pk=running("gone:1").pk).update(status="READY")
    run_once("here:1", Periodic([]))
    assert told == [(1, 2), (2, 2)]
    assert "tasks that waited" in capsys.readouterr().err


def test_a_job_runs_when_it_is_due_and_a_failing_one_stops_nobody() -> None:
    done: list[str] = []

    def fail() -> None:
        done.append("failed")
        raise RuntimeError

    periodic = Periodic([Job("bad", 10, fail), Job("often", 10, lambda: done.append("often")), Job("x", 50, list)])
    assert periodic.run_due(100) == 3
    assert periodic.run_due(109) == 0
    assert periodic.run_due(110) == 2
    assert done == ["failed", "often"] * 2


@pytest.mark.django_db
def test_a_worker_whose_database_goes_away_ends_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def configure_signals(self) -> None:
            """As the real one."""

        def run(self) -> None:
            raise OperationalError("nobody listens\n\tat 5432")

    monkeypatch.setattr(worker, "make_worker", lambda *_words, **_options: Broken())
    monkeypatch.setattr(Periodic, "start", lambda _self: None)
    with pytest.raises(Stop, match="The database does not answer: nobody listens at 5432") as stopped:
        worker.run(once=False)
    assert stopped.value.exit_code == Exit.NOT_READY
