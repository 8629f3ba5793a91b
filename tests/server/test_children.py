"""The processes beside a server: started again when they crash, and gone when it is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from yuanjiao.commands.supervisor import Supervisor


def wait_for(what: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "nothing happened in time"
        time.sleep(0.05)


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
