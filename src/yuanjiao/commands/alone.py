"""One server on one home: what a desk holds is in that server's memory before it is in the tables."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from yuanjiao.commands.exits import Exit, Stop

NAME = "serving"


@contextlib.contextmanager
def in_home(home: Path) -> Iterator[None]:
    """Keep other servers of this machine off a home while this one runs; a server that was killed keeps nobody off.

    :raises Stop: (3) when another one serves it, or when the folder cannot be written.
    """
    try:
        descriptor = os.open(home / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        sentence = f"The home folder cannot be written: {error}. See whose it is, or choose another with --home."
        raise Stop(Exit.NOT_READY, sentence) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            other = os.read(descriptor, 32).decode().strip() or "unknown"
            sentence = f"Another server (process {other}) serves {home}. Stop it, or choose another folder with --home."
            raise Stop(Exit.NOT_READY, sentence) from error
        with contextlib.suppress(OSError):  # a full disk: the lock holds without the number
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)
