"""The worker: what a dead one left, what is due, and that a child ends with its parent."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from yuanjiao.commands import leftovers
from yuanjiao.commands.periodic import Job, Periodic
from yuanjiao.commands.supervisor import Supervisor
from yuanjiao.kernel import identifiers

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


def wait_for(what: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "nothing happened in time"
        time.sleep(0.05)


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


@pytest.mark.server
def test_a_crashed_child_is_started_again_and_ends_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANJIAO_HOME", str(tmp_path))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "yuanjiao.settings.embedded")
    supervisor = Supervisor(["worker", "--with-parent", str(os.getpid())], pause=0.05)
    supervisor.start()
    wait_for(lambda: supervisor.process_id)
    first = supervisor.process_id
    assert first
    os.kill(first, 9)
    wait_for(lambda: supervisor.process_id not in (None, first))
    second = supervisor.process_id
    assert second
    supervisor.stop()
    assert not Path(f"/proc/{second}").exists()


@pytest.mark.server
def test_a_worker_ends_when_its_parent_was_killed(tmp_path: Path) -> None:
    program = (
        "import os, subprocess, sys, time\n"
        "words = ['-m', 'yuanjiao.cli', 'worker', '--with-parent', str(os.getpid())]\n"
        "child = subprocess.Popen([sys.executable, *words])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {**os.environ, "YUANJIAO_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "yuanjiao.settings.embedded"}
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        time.sleep(1)
        parent.kill()
    wait_for(lambda: not Path(f"/proc/{child}").exists())
