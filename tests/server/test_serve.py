"""The server process as an operator starts and stops it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path

import pytest
import requests

from yuanjiao.commands.exits import Exit
from yuanjiao.commands.serve import GRACE_SECONDS
from yuanjiao.pulse.live import NOBODY, LiveTokens

BUILT = Path(__file__).resolve().parents[2] / "src/yuanjiao/web/shell/static/dist/manifest.json"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUANJIAO", "DJANGO"))}
    command = [sys.executable, "-m", "yuanjiao.cli", "serve", "--home", str(home), "--port", str(port)]
    with subprocess.Popen(command, env=kept) as server:
        try:
            yield server
        finally:
            server.kill()


def wait_until_up(port: int) -> None:
    end = time.monotonic() + 180
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=20) as answer:
                assert answer.status == 200
                return
        except ConnectionError:
            pass
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
        time.sleep(0.2)
    raise AssertionError("the server did not come up")


def reading_live_figures(home: Path, port: int) -> HTTPResponse:
    """A stream of live figures as an open page has one, its first figures read."""
    secret = (home / "secret-key").read_text(encoding="utf-8").strip()
    token = LiveTokens(secret).token(NOBODY, "desktop", int(time.time()))
    stream: HTTPResponse = urllib.request.urlopen(f"http://127.0.0.1:{port}/live?t={token}", timeout=20)
    assert stream.readline()
    return stream


def children_of(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            match = re.search(r"^PPid:\t(\d+)", status.read_text(), re.MULTILINE)
        except OSError:
            continue
        if match and int(match[1]) == parent:
            found.append(int(status.parent.name))
    return found


def pages_of(server: int) -> int:
    """The process of the pages; 0 while there is none."""
    for child in children_of(server):
        with contextlib.suppress(OSError):
            if b"\0pages\0" in Path(f"/proc/{child}/cmdline").read_bytes():
                return child
    return 0


@pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built")
def test_a_fresh_academy_is_served_and_stops_at_once_with_its_worker(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    with serving(tmp_path, port) as server:
        wait_until_up(port)
        assert f"Serving {tmp_path} on http://127.0.0.1:{port}/" in capfd.readouterr().err
        balanced = requests.get(f"http://127.0.0.1:{port}/health", headers={"Host": "10.0.0.3"}, timeout=20)
        assert balanced.json() == {"status": "ok", "database": "ok", "disk": "ok"}
        assert len(children_of(server.pid)) == len({"the worker", "the process of the pages"})
        children = children_of(server.pid)
        with serving(tmp_path, port) as second:
            assert second.wait(60) == Exit.ADDRESS_IN_USE
        with serving(tmp_path, free_port()) as second:
            assert second.wait(60) == Exit.NOT_READY, "two servers on one home"
        with reading_live_figures(tmp_path, port):
            server.send_signal(signal.SIGTERM)
            assert server.wait(GRACE_SECONDS - 1) == Exit.DONE
        assert not [child for child in children if Path(f"/proc/{child}").exists()]
        log = tmp_path / "yuanjiao.sqlite3-wal"
        assert not log.exists() or log.stat().st_size == 0


@pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built")
def test_pages_go_on_while_their_process_is_away_and_it_comes_back(tmp_path: Path, migrated: Path) -> None:
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    port = free_port()
    with serving(tmp_path, port) as server:
        wait_until_up(port)
        first = pages_of(server.pid)
        os.kill(first, signal.SIGKILL)
        wait_until_up(port)
        end = time.monotonic() + 30
        while not (again := pages_of(server.pid)) or again == first:
            assert time.monotonic() < end, "the process of the pages was not started again"
            time.sleep(0.2)
        server.kill()
        while Path(f"/proc/{again}").exists():
            assert time.monotonic() < end, "the process of the pages outlived its server"
            time.sleep(0.2)
