"""What all measurements share: a scratch installation, real servers on loopback, results as JSON."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import json
import os
import platform
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
START_SECONDS = 60
OURS = "yuanjiao.asgi:application"
MOST_FILES = 400_000
"""A connection of each learner at the largest crowd, twice: the server's end and the generator's."""
OTHERS = 100_000
"""Watchers have numbers above this, which no person of a measurement has, and need no row in the table of people."""
KEPT = "YUANJIAO_BENCH_KEPT"
"""The folder where the measurements of one run keep what more than one of them needs."""
PRODUCT = ["-c", "from yuanjiao.commands.serve import listen; listen('127.0.0.1', {port})"]
"""The product's server as `yuanjiao serve` runs it, without the worker beside it."""
BARE = [
    *("-m", "uvicorn", "{application}", "--host", "127.0.0.1", "--port", "{port}"),
    *("--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"),
    *("--backlog", "4096", "--timeout-keep-alive", "75", "--no-server-header", "--ws", "none", "--lifespan", "on"),
]
"""The same server with any other application, as uvicorn does best."""


def report(name: str, figures: dict[str, Any]) -> None:
    """Print the figures as JSON and keep them under ``bench/results``."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    whole = {"name": name, "at": time.strftime("%Y-%m-%d %H:%M", time.gmtime()), "machine": machine(), **figures}
    (RESULTS / f"{name}.json").write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
    print(json.dumps(whole, ensure_ascii=False))


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    return {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder that goes away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="yuanjiao-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def embedded_here() -> None:
    """Let this very process work on a scratch installation, which goes away with it; for modules that set Django up.

    Other settings, or another home, that were chosen before are left as they are.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanjiao.settings.embedded")
    if "YUANJIAO_HOME" not in os.environ:
        folder = tempfile.mkdtemp(prefix="yuanjiao-bench-")
        os.environ["YUANJIAO_HOME"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a server on a scratch home."""
    return {
        **os.environ,
        "YUANJIAO_HOME": str(home),
        "YUANJIAO_INLINE_CHECKPOINT_PAGES": "0",
        "PYTHONPATH": str(ROOT),
        **more,
    }


def raise_file_limit() -> int:
    """Let this process and its children hold many connections, as far as the machine allows; how many files."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(MOST_FILES, hard), max(MOST_FILES, hard)))
    except (ValueError, PermissionError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def embedded(home: Path, **more: str) -> dict[str, str]:
    """The environment of the product on one machine."""
    return environment(home, DJANGO_SETTINGS_MODULE="yuanjiao.settings.embedded", **more)


def prepare(env: Mapping[str, str] = os.environ) -> None:
    """Bring the database of an installation, by default of this very process, up to this program.

    Within one run of several measurements the tables of SQLite are made once and copied.
    """
    database = Path(env["YUANJIAO_HOME"], "yuanjiao.sqlite3")
    on_one_machine = env["DJANGO_SETTINGS_MODULE"] == "yuanjiao.settings.embedded"
    if KEPT in os.environ and on_one_machine and not database.exists():
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tables(Path(os.environ[KEPT])), database)
    manage(env, "migrate", "-v0")


def tables(kept: Path) -> Path:
    """The database of an empty academy, made by whichever measurement of a run asks first; another waits for it."""
    file, part = kept / "tables.sqlite3", kept / "part.sqlite3"
    with (kept / "tables.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            manage(embedded(kept / "empty"), "migrate", "-v0")
            with contextlib.closing(sqlite3.connect(kept / "empty" / "yuanjiao.sqlite3")) as made:
                made.execute("VACUUM INTO ?", [str(part)])
            part.rename(file)
    return file


def watchers(home: Path, learners: int) -> Path:
    """An installation in `home` on which so many learners have a lesson open; the file of their tokens.

    Within one run of several measurements the largest such installation is made once and copied.
    """
    kept = Path(os.environ[KEPT], "watchers") if KEPT in os.environ else home
    tokens = kept / "tokens"
    if not tokens.exists() or sum(1 for _ in tokens.open()) < learners:
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        prepare(embedded(kept))
        module(embedded(kept), "bench.pulses.sessions", str(learners), str(tokens), str(OTHERS))
    if kept != home:
        shutil.copytree(kept, home, dirs_exist_ok=True)
    mine = home / "tokens-used"
    mine.write_text("".join((home / "tokens").read_text().splitlines(keepends=True)[:learners]))
    return mine


def module(env: dict[str, str], name: str, *words: str) -> str:
    """What one of our modules prints, run in a process of its own."""
    command = [sys.executable, "-m", name, *words]
    return subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def pinned(core: int | None) -> list[str]:
    """The words before a command that keep it on one core."""
    return [] if core is None else ["taskset", "-c", str(core)]


class Server(NamedTuple):
    """A running server."""

    address: str
    pid: int

    def cpu_seconds(self) -> float:
        """The processor time that the process and its children have used."""
        return _cpu_seconds(self.pid)

    def memory_bytes(self) -> int:
        """The memory that the process holds as its own."""
        return own_memory_bytes(self.pid)


def own_memory_bytes(pid: int | None = None) -> int:
    """The memory that a process, or this one, holds as its own.

    Pages of files that it has mapped are not counted: SQLite maps up to 256 MB of the database, which the kernel
    keeps for all and takes back when it likes, and a busy minute looked like a hundred megabytes of sessions.
    """
    status = Path(f"/proc/{pid or 'self'}/status").read_text()
    return int(status.partition("RssAnon:")[2].split(maxsplit=1)[0]) * 1024


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(map(_cpu_seconds, children_of(pid)))


def children_of(pid: int) -> list[int]:
    """The processes that a process has started and that have not ended."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return sorted({int(child) for each in tasks for child in each.read_text().split()})


@contextlib.contextmanager
def server(application: str, *, env: dict[str, str], core: int | None = None) -> Iterator[Server]:
    """The product's server, or the same one with another application, with the same options."""
    raise_file_limit()
    port = free_port()
    command = [*pinned(core), sys.executable, *(PRODUCT if application == OURS else BARE)]
    command = [word.format(application=application, port=port) for word in command]
    process = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, process)
        yield Server(address, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers anything.

    :raises RuntimeError: when it ends or stays silent.
    """
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            urllib.request.urlopen(address + "/pulse", timeout=1).close()  # noqa: S310 -- our own loopback address
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def manage(env: Mapping[str, str], *words: str) -> None:
    """Run one of Django's commands on the scratch installation."""
    subprocess.run([sys.executable, "manage.py", *words], env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def books(env: dict[str, str]) -> dict[str, Any]:
    """What the audit of an installation says after a measurement: none of what was done may have harmed the books.

    :raises SystemExit: when there is a difference.
    """
    command = [sys.executable, "-m", "yuanjiao.cli", "audit", "--json"]
    done = subprocess.run(command, env=env, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"the audit found differences, or broke off:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def shell(env: dict[str, str], code: str) -> str:
    """What a piece of Python prints on the scratch installation."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    return subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
