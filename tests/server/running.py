"""The product's own server as a child process on the loopback, and a port for it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

BIN = Path(sys.executable).parent
START_SECONDS = 180
STOP_SECONDS = 20
EMBEDDED = {"DJANGO_SETTINGS_MODULE": "yuanjiao.settings.embedded"}
WITHOUT_SECOND_FACTOR = {
    "DJANGO_SETTINGS_MODULE": "tests.server.settings_embedded",
    "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
}
NOT_INHERITED = ("YUANJIAO_", "DJANGO_", "PYTHONDONTWRITEBYTECODE")
"""An operator's installation keeps its bytecode; without it every process would compile the program anew."""


class DidNotStart(RuntimeError):
    """The server ended, or did not answer in time."""


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    """The variables of an installation in a scratch home."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(NOT_INHERITED)}
    return {**inherited, "YUANJIAO_HOME": str(home), **more}


def seeded(script: Path, *, env: dict[str, str]) -> dict[str, Any]:
    """Run a seed in an installation's environment; what it prints as JSON."""
    done = subprocess.run([sys.executable, script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def made_once(place: Path, make: Callable[[Path], None]) -> Path:
    """A folder that the first who asks makes, in whichever process of the run; the others wait for it."""
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            unfinished = place.with_suffix(".part")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(place)
    return place


def shared_by_the_run(folders: pytest.TempPathFactory) -> Path:
    """The folder that all processes of this test run see."""
    own = folders.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def installed(home: Path, migrated: Path, script: Path, **more: str) -> tuple[dict[str, str], dict[str, Any]]:
    """A home of its own with tables and a seed; its environment, and what the seed printed."""
    shutil.copytree(migrated, home, dirs_exist_ok=True)
    env = environment(home, **{**EMBEDDED, **more})
    return env, seeded(script, env=env)


def yuanjiao(*words: str, env: dict[str, str], binaries: Path = BIN) -> str:
    """Run one command of the product to its end; its output.

    :raises subprocess.CalledProcessError: with what it printed, when it fails.
    """
    done = subprocess.run([binaries / "yuanjiao", *words], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"yuanjiao {' '.join(words)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        raise AssertionError(message)
    return done.stdout


@contextmanager
def process(command: list[str | Path], *, env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A child process whose output goes to a file; ended at the end."""
    with log.open("ab") as output:
        child = subprocess.Popen(command, env=env, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def wait_for(address: str, child: subprocess.Popen[bytes], log: Path, *, seconds: float = START_SECONDS) -> None:
    """Return as soon as an address answers.

    :raises DidNotStart: with the end of the log.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and child.poll() is None:
        try:
            requests.get(address, timeout=5, allow_redirects=False)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise DidNotStart(f"{address} does not answer:\n{log.read_text(errors='replace')[-4000:]}")


def servers_of(port: int) -> list[int]:
    """The processes of the servers on a port; what they start beside themselves ends with them.

    :raises subprocess.CalledProcessError: when there is none.
    """
    found = subprocess.run(["pgrep", "-f", f"port {port}"], capture_output=True, text=True, check=True)
    return [int(number) for number in found.stdout.split()]


def pages_of(server: int) -> list[int]:
    """The process of the pages beside a server; none while it starts."""
    command = ["pgrep", "-P", str(server), "-f", "yuanjiao.cli pages"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(number) for number in found.stdout.split()]


@contextmanager
def serving(
    home: Path, *words: str, env: dict[str, str], port: int | None = None, binaries: Path = BIN
) -> Iterator[str]:
    """`yuanjiao serve`, with more words, on a free port; its address without a slash at the end."""
    port = port or free_port()
    log = home / f"serve-{port}.log"
    command: list[str | Path] = [binaries / "yuanjiao", "serve", "--host", "127.0.0.1", "--port", str(port), *words]
    with process(command, env=env, log=log) as child:
        wait_for(f"http://127.0.0.1:{port}/account/login/", child, log)
        yield f"http://127.0.0.1:{port}"
