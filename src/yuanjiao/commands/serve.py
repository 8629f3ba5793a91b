"""``yuanjiao serve``: the server, and on one machine its worker beside it."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import click

from yuanjiao.commands import address, alone, start
from yuanjiao.commands.exits import Exit, Stop
from yuanjiao.commands.supervisor import Supervisor
from yuanjiao.kernel.sqlite.checkpoints import put_away

BACKLOG = 16_384
KEEP_ALIVE_SECONDS = 75
"""Longer than the fifteen seconds between two pulses, so that a player keeps its connection."""
GRACE_SECONDS = 10
PRIVATE = ("originals", "uploads", "scratch", "mail", "messages", "ledger-roots")


@click.command()
@start.home_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--no-worker", is_flag=True, help="Start no worker beside the server (one machine only).")
def command(home: Path | None, host: str, port: int, no_worker: bool) -> None:  # noqa: FBT001 -- click passes options by position
    """Run the academy: one server process and, on one machine, one worker that films and imports wait for.

    In a cluster (DJANGO_SETTINGS_MODULE=yuanjiao.settings.cluster) start `yuanjiao worker` apart.
    Stops cleanly on Ctrl-C or SIGTERM; exit code 5 when the port is in use.
    """
    # The server checkpoints on a connection of its own (`web.shell.running`); its worker does not.
    start.prepare(home, YUANJIAO_INLINE_CHECKPOINT_PAGES="0")
    start.name_unread()
    run(host, port, with_worker=not no_worker)


def run(host: str, port: int, *, with_worker: bool) -> None:
    """Serve until told to stop.

    :raises Stop: when a part is missing, the database is not ready, or the address is in use.
    """
    demonstration_stays_home(host)
    address.demand_free(host, port)
    start.demand_front_end()
    if start.setting("PROFILE") == "embedded":
        with alone.in_home(start.setting("HOME")):
            try:
                go(host, port, with_worker=with_worker)
            finally:
                put_away(str(start.setting("DATABASES")["default"]["NAME"]))
    else:
        go(host, port, with_worker=False)


def go(host: str, port: int, *, with_worker: bool) -> None:
    """Serve, now that nothing stands in the way."""
    start.demand_database(new=True)
    many_files()
    make_folders(start.setting("HOME"))
    worker = beside() if with_worker else None
    try:
        listen(host, port)
    except KeyboardInterrupt:
        pass
    finally:
        if worker:
            worker.stop()


def make_folders(home: Path) -> None:
    """Make the folders of the home: what people upload and are written is for this user's eyes alone.

    :raises Stop: (3) when the home cannot be written.
    """
    try:
        for name in PRIVATE:
            (home / name).mkdir(mode=0o700, exist_ok=True)
        start.setting("STATIC_ROOT").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sentence = f"The home folder cannot be written: {error}. See whose it is, or choose another with --home."
        raise Stop(Exit.NOT_READY, sentence) from error


def beside() -> Supervisor:
    """The worker beside this server, started."""
    words = ["worker", "--with-parent", str(os.getpid())]
    worker = Supervisor(words, without=("YUANJIAO_INLINE_CHECKPOINT_PAGES",))
    worker.start()
    return worker


def end_quietly(_number: int, _frame: FrameType | None) -> None:
    """End with code 0: being told to stop is no failure."""
    raise SystemExit(Exit.DONE)


def listen(host: str, port: int) -> None:
    """Run uvicorn in this process until a signal ends it, and the pages in another beside it."""
    import uvicorn  # noqa: PLC0415 -- a quarter of a second that the other commands need not wait for

    from yuanjiao.pulse.protocol import PulseProtocol  # noqa: PLC0415 -- as above

    # uvicorn raises the signal again when it is done; without a handler it would end us before our children.
    signal.signal(signal.SIGTERM, end_quietly)
    with pages_beside():
        name = f"[{host}]" if ":" in host else host
        click.echo(f"Serving {start.setting('HOME')} on http://{name}:{port}/ (Ctrl-C ends it).", err=True)
        uvicorn.run(
            "yuanjiao.asgi:application",
            host=host,
            port=port,
            loop="uvloop",
            http=PulseProtocol,
            ws="none",
            lifespan="on",
            access_log=False,
            forwarded_allow_ips=start.setting("PROXIES"),
            server_header=False,
            backlog=BACKLOG,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
            log_level="warning",
        )


@contextlib.contextmanager
def pages_beside() -> Iterator[None]:
    """The process of the pages, started; and where it and this one find each other's sockets."""
    with tempfile.TemporaryDirectory(prefix="yuanjiao-") as sockets:
        os.environ["YUANJIAO_SOCKETS"] = sockets
        pages = Supervisor(["pages", sockets, "--with-parent", str(os.getpid())])
        pages.start()
        try:
            yield
        finally:
            pages.stop()


def many_files() -> None:
    """Allow as many open connections as the system lets this process have."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def demonstration_stays_home(host: str) -> None:
    """Demonstration sign-ins have printed passwords: they never leave this machine.

    :raises Stop: (3) when a demonstration would listen to others.
    """
    is_demonstration = start.setting("DEMONSTRATION") or (start.setting("HOME") / "demonstration.json").exists()
    if is_demonstration and not address.is_loopback(host):
        raise Stop(Exit.NOT_READY, "A demonstration listens on this machine only; leave --host out.")
