"""What lives as long as the process of the pages: its line to the process of the pulses."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from django.db import connection

from yuanjiao.catalogue.public import browse_shelf
from yuanjiao.learning.public import settle_with
from yuanjiao.pulse.door import Receive, Send
from yuanjiao.pulse.intercom import Asked, Caller
from yuanjiao.pulse.live import LiveFigures
from yuanjiao.pulse.presence import presence
from yuanjiao.web.shell import loading

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
WORTH_SAYING = 3
"""So many failures in a row; the first ones are those of a server that is just ending."""


class Following:
    """The parts of the pages' process, started and stopped by its server's lifespan."""

    def __init__(self, path: Path, live: LiveFigures) -> None:
        self._path = path
        self._live = live
        self._stop = threading.Event()
        self._mine = threading.local()
        self._thread = threading.Thread(target=self._follow, name="following", daemon=True)

    async def lifespan(self, receive: Receive, send: Send) -> None:
        """Start with the server, stop with it."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                loading.load()
                settle_with(self.settle)
                self._thread.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                self._stop.set()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def settle(self, learner: int) -> None:
        """Wait until a learner's rows hold all her answered pulses; when nobody answers they are a moment behind."""
        if connection.in_atomic_block:
            return  # the committer would wait for the page, and the page for the committer
        if not hasattr(self._mine, "caller"):
            self._mine.caller = Caller(self._path)
        try:
            self._mine.caller.ask(Asked(settle=learner))
        except OSError as error:
            logger.warning("the rows of learner %d were not settled: %s", learner, error)

    def look(self, caller: Caller) -> None:
        """Tell whom this process has seen, and take over the live figures.

        :raises OSError: when nobody answers.
        """
        seen, _ = presence.share()
        told = caller.ask(Asked(seen=seen.to_bytes((seen.bit_length() + 7) // 8, "little")))
        self._live.publish(told.figures, told.open_figures, frozenset(told.closed))
        presence.online = told.figures.get("online", 0)

    def _follow(self) -> None:
        caller = Caller(self._path)
        browse_shelf()  # loaded before the first reader asks for it
        failures = 0
        while not self._stop.wait(EVERY_SECONDS):
            try:
                self.look(caller)
            except OSError as error:
                failures += 1
                if failures == WORTH_SAYING:
                    logger.warning("live figures were not renewed: %s", error)
            else:
                failures = 0
