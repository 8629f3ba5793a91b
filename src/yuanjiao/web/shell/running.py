"""What lives as long as a server process: pulse committer, live figures, presence, checkpoints."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from yuanjiao.kernel.sqlite.checkpoints import Checkpointer
from yuanjiao.learning.public import mint, pulse_sink, settle_with
from yuanjiao.pulse.committer import Committer
from yuanjiao.pulse.door import Door, Receive, Scope, Send
from yuanjiao.pulse.intercom import Intercom
from yuanjiao.pulse.live import LiveFigures, LiveTokens
from yuanjiao.pulse.protocol import doors, endings
from yuanjiao.settings import environment
from yuanjiao.web.shell import loading
from yuanjiao.web.shell.figures import Keeper

FIGURES_EVERY_SECONDS = 1.0
SWITCH_SECONDS = 0.0005


class Running:
    """The parts of one server process, started and stopped by the server's lifespan."""

    def __init__(self) -> None:
        self.tokens = LiveTokens(settings.SECRET_KEY)
        self.live = LiveFigures(self.tokens, lambda: int(time.time()))
        self._door: Door | None = None
        self._committer: Committer | None = None
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._feeding: asyncio.Task[None] | None = None
        self._intercom: Intercom | None = None

    async def door(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a pulse."""
        assert self._door is not None, "the server answers only after its start"  # noqa: S101 -- a bug, not an input
        await self._door(scope, receive, send)

    async def lifespan(self, receive: Receive, send: Send) -> None:
        """Start with the server, stop with it."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._start()
                await self._listen()
                await send({"type": "lifespan.startup.complete"})
            else:
                await asyncio.get_running_loop().run_in_executor(None, self._end)
                if self._intercom is not None:
                    self._intercom.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _start(self) -> None:
        loop = asyncio.get_running_loop()
        loading.load()
        # A thread that computes gives way after half a millisecond instead of five: the loop, the
        # committer and the pages share one interpreter, and pulses wait for all three.
        sys.setswitchinterval(SWITCH_SECONDS)
        sink = pulse_sink()
        self._committer = Committer(sink, loop, at_end=sink.close)
        settle_with(self._settle)
        self._committer.start()
        self._door = Door(mint(), self._committer)
        doors[:], endings[:] = [self._door], [self.live.end]
        self._feeding = loop.create_task(self.live.feed())
        keeper = Keeper(self.live)
        self._threads = [threading.Thread(target=keeper.run, args=(self._stop, FIGURES_EVERY_SECONDS), daemon=True)]
        database = settings.DATABASES["default"]
        if "sqlite" in str(database["ENGINE"]):
            checkpointer = Checkpointer(str(database["NAME"]))
            self._threads.append(threading.Thread(target=checkpointer.run, args=(self._stop,), daemon=True))
        for thread in self._threads:
            thread.start()

    async def _listen(self) -> None:
        """Let the process of the pages call, if there is one."""
        sockets = environment.text("YUANJIAO_SOCKETS")
        if sockets and self._committer is not None:
            self._intercom = Intercom(self._committer.settle, self.live)
            await self._intercom.listen(Path(sockets, "pulses"))

    def _settle(self, learner: int) -> None:
        # Inside a page's transaction the committer would wait for the page and the page for the committer.
        if self._committer is not None and not connection.in_atomic_block:
            self._committer.settle(learner)

    def _end(self) -> None:
        self._stop.set()
        doors.clear()
        endings.clear()
        if self._committer is not None:
            self._committer.stop()
        for thread in self._threads:
            thread.join()


running = Running()
