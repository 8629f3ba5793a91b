"""What the process of the pages and the process of the pulses say to each other, over a socket of the file system.

The pages ask for two things: that a learner's rows be brought up to what was answered to her, and, once a second,
for the live figures in return for whom they have seen. Each message is its length and its MessagePack.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from yuanjiao.pulse.live import LiveFigures
from yuanjiao.pulse.presence import presence

LENGTH = struct.Struct("!I")
PATIENCE_SECONDS = 3.0
"""Longer than the committer's own patience with a learner's rows."""

Settle = Callable[[int], None]


class Asked(msgspec.Struct):
    """A question of the pages: settle a learner, or take the bits of those seen and tell the figures."""

    settle: int | None = None
    seen: bytes = b""


class Told(msgspec.Struct):
    """The answer; empty when a learner was settled."""

    figures: dict[str, Any] = {}
    open_figures: dict[str, Any] = {}
    closed: list[str] = []


class Intercom:
    """The end of the process of the pulses."""

    def __init__(self, settle: Settle, live: LiveFigures) -> None:
        self._settle = settle
        self._live = live
        self._server: asyncio.AbstractServer | None = None
        self._lines: set[asyncio.StreamWriter] = set()

    async def listen(self, path: Path) -> None:
        """Answer everyone who calls at a path, until this is closed."""
        self._server = await asyncio.start_unix_server(self._answer, path)

    def close(self) -> None:
        """Answer nobody any more."""
        if self._server is not None:
            self._server.close()
        for line in self._lines:
            line.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                (length,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
                asked = msgspec.msgpack.decode(await reader.readexactly(length), type=Asked)
                writer.write(framed(await self._told(asked)))
                await writer.drain()
        self._lines.discard(writer)
        writer.close()

    async def _told(self, asked: Asked) -> Told:
        if asked.settle is not None:
            await asyncio.to_thread(self._settle, asked.settle)
            return Told()
        presence.beside(int.from_bytes(asked.seen, "little"))
        snapshot = self._live.snapshot
        return Told(snapshot.figures, snapshot.open_figures, sorted(snapshot.closed))


class Caller:
    """The end of the pages; for one thread."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._line: socket.socket | None = None

    def ask(self, asked: Asked) -> Told:
        """The answer to a question.

        :raises OSError: when nobody answers in time.
        """
        try:
            line = self._connected()
            line.sendall(framed(asked))
            (length,) = LENGTH.unpack(_exactly(line, LENGTH.size))
            return msgspec.msgpack.decode(_exactly(line, length), type=Told)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Hang up."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _connected(self) -> socket.socket:
        if self._line is None:
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(PATIENCE_SECONDS)
            line.connect(self._path)
            self._line = line
        return self._line


def framed(message: Asked | Told) -> bytes:
    """A message as it is sent."""
    content = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(content)) + content


def _exactly(line: socket.socket, length: int) -> bytes:
    content = bytearray()
    while len(content) < length:
        piece = line.recv(length - len(content))
        if not piece:
            raise ConnectionResetError("the other process hung up")
        content += piece
    return bytes(content)
