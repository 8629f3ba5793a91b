"""A child process that is started again when it crashes and ends with its parent."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
GRACE_SECONDS = 8.0


class Supervisor:
    """Keeps one ``yuanjiao`` command running beside this process."""

    def __init__(self, words: list[str], *, without: tuple[str, ...] = (), pause: float = FIRST_PAUSE_SECONDS) -> None:
        self._environment = {name: value for name, value in os.environ.items() if name not in without}
        self._command = [sys.executable, "-m", "yuanjiao.cli", *words]
        self._pause = pause
        self._stop = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="supervisor", daemon=True)

    @property
    def process_id(self) -> int | None:
        """The child's process number while it runs."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def start(self) -> None:
        """Start the child and watch over it."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the child to end, insist after a while, and wait for it."""
        self._stop.set()
        child = self._child
        if child is not None:
            for end in (child.terminate, child.terminate, child.kill):
                end()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(GRACE_SECONDS)
                    break
        self._thread.join(GRACE_SECONDS)

    def _keep(self) -> None:
        pause = self._pause
        while not self._stop.is_set():
            started = time.monotonic()
            # A session of its own: Ctrl-C reaches the parent alone, which then ends the child in order.
            self._child = subprocess.Popen(self._command, env=self._environment, start_new_session=True)  # noqa: S603 -- our own command
            if self._stop.is_set():
                self._child.terminate()
            code = self._child.wait()
            if self._stop.is_set():
                return
            pause = (
                self._pause if time.monotonic() - started > STEADY_SECONDS else min(pause * 2, LONGEST_PAUSE_SECONDS)
            )
            logger.warning("%s ended with %s; starting again in %.0f s", " ".join(self._command[2:]), code, pause)
            self._stop.wait(pause)
