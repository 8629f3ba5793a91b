"""``yuanjiao pages``: the process of the pages, which ``yuanjiao serve`` starts; not for people."""

from __future__ import annotations

import threading
from pathlib import Path

import click

from yuanjiao.commands import start
from yuanjiao.commands.worker import end_with_parent

GRACE_SECONDS = 10


@click.command(hidden=True)
@click.argument("sockets", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--with-parent", type=int, required=True, help="End when this process, which started it, ends.")
def command(sockets: Path, with_parent: int) -> None:
    """Answer pages on a socket of the file system."""
    import uvicorn  # noqa: PLC0415 -- only here is it needed

    start.prepare(YUANJIAO_INLINE_CHECKPOINT_PAGES="0", YUANJIAO_SOCKETS=str(sockets))
    threading.Thread(target=end_with_parent, args=(with_parent,), daemon=True).start()
    uvicorn.run(
        "yuanjiao.pages:application",
        uds=str(sockets / "pages"),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        # Who called is told by the process that made the socket, in a folder that nobody else may enter.
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        log_level="warning",
    )
