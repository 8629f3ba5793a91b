"""Many learners at once on keep-alive connections, one pulse every so many seconds each.

Every learner has a connection of her own as far as the machine allows a process so many files; beyond that,
learners share lines, each line still carrying one pulse at a time, and the report says how many there were.

One process with one epoll, because a load generator that costs as much as the server measures itself; and a
process of its own (`beside`), because one that shares an interpreter with other work does not send in time.
Learner i is due at a fixed phase of the interval, so that the next one due is always the next in line. A pulse's
wait is counted from when it was due, not from when it was sent: a server that holds the generator up, or a
generator that comes late, shows in the figures.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import json
import select
import socket
import subprocess
import sys
import time
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.harness import raise_file_limit

CONNECTIONS_A_SOURCE = 20_000
"""An address of loopback has some 28,000 ports to call from; further connections call from further addresses."""
CONNECTING_AT_ONCE = 512
HEAD = b"POST /pulse HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
BODY = b'{"t":"%s","n":%d,"s":[[%d,%d]],"p":%d,"r":1,"v":true}'

SPARE_FILES = 1_000
"""Files that a process holds beside its connections."""
LAST_ANSWERS_SECONDS = 10


@dataclass
class Outcome:
    """What came of a crowd's pulses; waits in milliseconds, the first `of_start` of them of the first interval."""

    sent: int = 0
    answered: int = 0
    errors: int = 0
    queued: int = 0
    seconds: float = 0.0
    of_start: int = 0
    starts: list[int] = field(default_factory=list)
    """How many had been answered when each interval began."""
    statuses: dict[str, int] = field(default_factory=dict)
    latencies: array[float] = field(default_factory=lambda: array("f"))

    def figures(self) -> dict[str, Any]:
        """The figures of a report."""
        first, whole = sorted(self.latencies[: self.of_start]), sorted(self.latencies)
        return {
            "pulses_per_second": round(self.answered / self.seconds),
            "sent": self.sent,
            "answered": self.answered,
            "errors": self.errors,
            "waited_for_their_line": self.queued,
            "statuses": self.statuses,
            "p50_ms": _share(whole, 50),
            "p99_ms": _share(whole, 99),
            "max_ms": _share(whole, 100),
            "p99_ms_of_first_interval": _share(first, 99),
            "p99_ms_of_each_interval": [_share(sorted(self.latencies[a:b]), 99) for a, b in pairwise(self.starts)],
        }


def _share(ordered: Sequence[float], percent: int) -> float | None:
    """What so many of a hundred stay within; nothing when there are none."""
    return round(ordered[(len(ordered) - 1) * percent // 100], 2) if ordered else None


class Crowd:
    """Connections, one for each token as far as there are files, and what was sent on them."""

    def __init__(self, address: str, tokens: Sequence[str], interval: float, lines: int) -> None:
        parts = urlsplit(address)
        self._target = (parts.hostname, parts.port)
        self._tokens = [token.encode() for token in tokens]
        self._interval = interval
        self.lines = min(lines, len(tokens))
        self._epoll = select.epoll()
        self._sockets: list[socket.socket] = []
        self._by_file: dict[int, int] = {}
        self._due_at = array("d", bytes(8 * self.lines))
        self._behind: dict[int, deque[tuple[int, float]]] = {}
        self._rounds = array("L", bytes(8 * len(tokens)))
        self.outcome = Outcome()

    def connect(self) -> None:
        """Open every connection.

        :raises OSError: when one is refused.
        """
        pending: list[socket.socket] = []
        for index in range(self.lines):
            line = socket.socket()
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT: ports are shared between targets
            line.bind((f"127.0.1.{1 + index // CONNECTIONS_A_SOURCE}", 0))
            line.setblocking(False)
            line.connect_ex(self._target)
            self._sockets.append(line)
            pending.append(line)
            if len(pending) >= CONNECTING_AT_ONCE:
                _await_connected(pending)
        _await_connected(pending)
        for index, line in enumerate(self._sockets):
            self._by_file[line.fileno()] = index
            self._epoll.register(line.fileno(), select.EPOLLIN)

    def greet(self) -> None:
        """Let every connection carry a question that is refused at once: what it keeps from then on is its own."""
        for first in range(0, self.lines, CONNECTING_AT_ONCE):
            some = self._sockets[first : first + CONNECTING_AT_ONCE]
            waiting = {line.fileno(): line for line in some if line.send(HEAD % (2, b"{}"))}
            while waiting:
                for file, _ in self._epoll.poll(1, CONNECTING_AT_ONCE):
                    answer = self._sockets[self._by_file[file]].recv(4096)
                    if not answer or answer.rstrip().endswith(b"}"):
                        waiting.pop(file, None)

    def run(self, seconds: float, stop: int) -> Outcome:
        """Send pulses for so long or until the file `stop` can be read, and wait for the last answers."""
        self._epoll.register(stop, select.EPOLLIN | select.EPOLLHUP)
        began = time.monotonic()
        people = len(self._tokens)
        due = 0
        told = False
        while not told and (elapsed := time.monotonic() - began) < seconds:
            target = int(elapsed / self._interval * people)
            while due < target:
                self._send(due % people, began + due * self._interval / people)
                due += 1
            if len(self.outcome.starts) <= due // people:
                self.outcome.starts.append(len(self.outcome.latencies))
            if due <= people:
                self.outcome.of_start = len(self.outcome.latencies)
            told = self._receive(0.001, stop)
        self.outcome.seconds = time.monotonic() - began
        self._epoll.unregister(stop)
        end = time.monotonic() + LAST_ANSWERS_SECONDS
        while time.monotonic() < end and self.outcome.answered + self.outcome.errors < self.outcome.sent:
            self._receive(0.05, stop)
        self.outcome.errors += self.outcome.sent - self.outcome.answered - self.outcome.errors
        return self.outcome

    def _send(self, index: int, due: float) -> None:
        line = index % self.lines
        self.outcome.sent += 1
        if self._due_at[line]:
            self.outcome.queued += 1
            self._behind.setdefault(line, deque()).append((index, due))
        else:
            self._send_on(line, index, due)

    def _send_on(self, line: int, index: int, due: float) -> None:
        number = self._rounds[index]
        self._rounds[index] = number + 1
        step = int(self._interval)
        start, end = number * step, (number + 1) * step
        body = BODY % (self._tokens[index], number, start, end, end)
        self._due_at[line] = due
        with contextlib.suppress(OSError):  # a line that broke never answers, and is counted for that
            self._sockets[line].send(HEAD % (len(body), body))

    def _receive(self, wait: float, stop: int) -> bool:
        """Take the answers that are there; whether `stop` can be read."""
        told = False
        for file, _ in self._epoll.poll(wait, 4096):
            if file == stop:
                told = True
                continue
            line = self._by_file[file]
            try:
                answer = self._sockets[line].recv(4096)
            except OSError:
                answer = b""
            if not answer:
                self._epoll.unregister(file)
            elif answer.startswith(b"HTTP/"):  # else the body, in a packet of its own
                self._answered(line, answer[9:12])
        return told

    def _answered(self, line: int, status: bytes) -> None:
        if status == b"200":
            self.outcome.answered += 1
            self.outcome.latencies.append((time.monotonic() - self._due_at[line]) * 1000)
        else:
            self.outcome.errors += 1
            name = status.decode()
            self.outcome.statuses[name] = self.outcome.statuses.get(name, 0) + 1
        self._due_at[line] = 0.0
        behind = self._behind.get(line)
        if behind:
            self._send_on(line, *behind.popleft())


class Beside:
    """A crowd in a process of its own, connected and ready."""

    def __init__(self, process: subprocess.Popen[str], lines: int, seconds: float) -> None:
        self._process = process
        self.lines, self.connecting_seconds = lines, seconds

    def begin(self) -> None:
        """Let it send."""
        self._say("go")

    def end(self) -> None:
        """Let it stop before its time."""
        self._say("stop")

    def figures(self) -> dict[str, Any]:
        """Wait until it is done; what came of its pulses.

        :raises RuntimeError: when it broke off.
        """
        told = self._process.stdout.readline() if self._process.stdout else ""
        if not told:
            raise RuntimeError("the crowd broke off")
        found: dict[str, Any] = json.loads(told)
        return found

    def _say(self, word: str) -> None:
        assert self._process.stdin is not None  # noqa: S101 -- opened by `beside`
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()


@contextlib.contextmanager
def beside(address: str, tokens: Path, interval: float, seconds: float, *, spare: int = 0) -> Iterator[Beside]:
    """A crowd of those tokens beside the caller, leaving `spare` connections of the server's to others."""
    words = [sys.executable, "-m", "bench.crowd", address, str(tokens), str(interval), str(seconds), str(spare)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            told = process.stdout.readline() if process.stdout else ""
            if not told:
                raise RuntimeError("the crowd could not connect")
            yield Beside(process, **json.loads(told))
        finally:
            process.terminate()


def main(address: str, tokens: str, interval: str, seconds: str, spare: str) -> None:
    """Connect, wait for a line on standard input, send until the next one or the end, and print what came of it."""
    everyone = Path(tokens).read_text().split()
    crowd = Crowd(address, everyone, float(interval), raise_file_limit() - SPARE_FILES - int(spare))
    began = time.monotonic()
    crowd.connect()
    crowd.greet()
    print(json.dumps({"lines": crowd.lines, "seconds": time.monotonic() - began}), flush=True)
    gc.freeze()
    gc.disable()
    sys.stdin.readline()
    outcome = crowd.run(float(seconds), sys.stdin.fileno())
    print(json.dumps(outcome.figures()), flush=True)


def _await_connected(pending: list[socket.socket]) -> None:
    waiting = select.epoll()
    left = {line.fileno(): line for line in pending}
    for file in left:
        waiting.register(file, select.EPOLLOUT)
    end = time.monotonic() + 30
    while left:
        if time.monotonic() > end:
            raise OSError(errno.ETIMEDOUT, "the server accepts no more connections")
        for file, _ in waiting.poll(1):
            line = left.pop(file)
            waiting.unregister(file)
            problem = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if problem:
                raise OSError(problem, "a connection was refused")
    waiting.close()
    pending.clear()


if __name__ == "__main__":
    main(*sys.argv[1:])
