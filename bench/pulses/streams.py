"""Open live-figure streams beside 2,000 pulses a second, each to be fed within five seconds.

``python -m bench.pulses.streams [--streams 10000] [--seconds 30] [--smoke]``. A stream counts as fed by any event or
keep-alive comment; the figure is the longest silence of any stream.
"""

from __future__ import annotations

import argparse
import select
import socket
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench import harness
from bench.crowd import beside

INTERVAL = 15.0
PULSES_A_SECOND = 2_000
TOKENS = (
    "import time; from yuanjiao.web.shell.running import running; "
    "print(' '.join(running.tokens.token(n, 'desktop', int(time.time())) for n in range(1, {count} + 1)))"
)
REQUEST = "GET /live?t={token} HTTP/1.1\r\nHost: bench\r\n\r\n"


class Streams:
    """Readers of live figures, and when each was last fed."""

    def __init__(self, address: str, tokens: list[str]) -> None:
        parts = urlsplit(address)
        self._lines: dict[int, socket.socket] = {}
        self._fed: dict[int, float] = {}
        self._epoll = select.epoll()
        self.longest = 0.0
        self.events = 0
        self.broken = 0
        for index, token in enumerate(tokens):
            line = socket.socket()
            line.bind((f"127.0.2.{1 + index // 20_000}", 0))
            line.connect((parts.hostname, parts.port))
            line.sendall(REQUEST.format(token=token).encode())
            line.setblocking(False)
            self._lines[line.fileno()] = line
            self._epoll.register(line.fileno(), select.EPOLLIN)

    def read(self, seconds: float) -> None:
        """Read for so long; the silence of a stream is measured from its first byte on."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for file, _ in self._epoll.poll(0.1, 4096):
                answer = self._lines[file].recv(65536)
                now = time.monotonic()
                if not answer:
                    self.broken += 1
                    self._epoll.unregister(file)
                    continue
                if file in self._fed:
                    self.longest = max(self.longest, now - self._fed[file])
                self._fed[file] = now
                self.events += 1
        now = time.monotonic()
        self.longest = max([self.longest, *(now - fed for fed in self._fed.values())])

    @property
    def silent(self) -> int:
        """Streams that were never fed."""
        return len(self._lines) - len(self._fed)


def measure(home: Path, streams: int, pulses: int, seconds: float) -> dict[str, Any]:
    """Hold streams and pulses for so long."""
    tokens = harness.watchers(home, int(pulses * INTERVAL))
    env = harness.embedded(home)
    live = harness.shell(env, TOKENS.format(count=streams)).split()
    with (
        harness.server(harness.OURS, env=env) as running,
        beside(running.address, tokens, INTERVAL, seconds, spare=streams) as crowd,
    ):
        readers = Streams(running.address, live)
        crowd.begin()
        readers.read(seconds)
        figures = {
            "streams": streams,
            "longest_silence_seconds": round(readers.longest, 2),
            "never_fed": readers.silent,
            "broken": readers.broken,
            "events": readers.events,
            "pulses": crowd.figures(),
        }
    return {**figures, "books": harness.books(env)}


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    streams, pulses, seconds = (100, 20, 8.0) if chosen.smoke else (chosen.streams, PULSES_A_SECOND, chosen.seconds)
    with harness.scratch() as home:
        figures = measure(home, streams, pulses, seconds)
    harness.report("streams-smoke" if chosen.smoke else "streams", figures)
    if figures["never_fed"] or figures["broken"]:
        raise SystemExit("some streams were not fed")


if __name__ == "__main__":
    main()
