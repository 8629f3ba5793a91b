"""Many learners at once on keep-alive connections, one pulse every so many seconds each.

Every learner has a connection of her own as far as the machine allows a process so many files; beyond that,
learners share lines, each line still carrying one pulse at a time, and the report says how many there were.

One process with one epoll, because a load generator that costs as much as the server measures itself.
Learner i is due at a fixed phase of the interval, so that the next one due is always the next in line.
"""

from __future__ import annotations

import errno
import resource
import select
import socket
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

CONNECTIONS_A_SOURCE = 20_000
"""An address of loopback has some 28,000 ports to call from; further connections call from further addresses."""
CONNECTING_AT_ONCE = 512
HEAD = b"POST /pulse HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
BODY = b'{"t":"%s","n":%d,"s":[[%d,%d]],"p":%d,"r":1,"v":true}'


SPARE_FILES = 1_000
"""Files that a process holds beside its connections."""


def raise_file_limit(wanted: int) -> int:
    """Let this process and its children hold so many connections, as far as the machine allows; how many it does."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(wanted, hard), max(wanted, hard)))
    except (ValueError, PermissionError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] - SPARE_FILES


@dataclass
class Outcome:
    """What came of a crowd's pulses; latencies in milliseconds."""

    sent: int = 0
    answered: int = 0
    errors: int = 0
    late: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    latencies: array[float] = field(default_factory=lambda: array("f"))

    def figures(self, seconds: float) -> dict[str, Any]:
        """The figures of a report."""
        ordered = sorted(self.latencies)
        last = len(ordered) - 1
        return {
            "pulses_per_second": round(self.answered / seconds),
            "sent": self.sent,
            "answered": self.answered,
            "errors": self.errors,
            "unanswered_after_a_whole_interval": self.late,
            "statuses": self.statuses,
            "p50_ms": round(ordered[last // 2], 2) if ordered else None,
            "p99_ms": round(ordered[last * 99 // 100], 2) if ordered else None,
            "max_ms": round(ordered[last], 2) if ordered else None,
        }


class Crowd:
    """Connections, one for each token, and what was sent on them."""

    def __init__(self, address: str, tokens: Sequence[str], interval: float, lines: int = 0) -> None:
        parts = urlsplit(address)
        self._target = (parts.hostname, parts.port)
        self._tokens = [token.encode() for token in tokens]
        self._interval = interval
        self.lines = min(lines or len(tokens), len(tokens))
        self._epoll = select.epoll()
        self._sockets: list[socket.socket] = []
        self._by_file: dict[int, int] = {}
        self._sent_at = array("d", bytes(8 * self.lines))
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

    def run(self, seconds: float) -> Outcome:
        """Send pulses for so long, each learner every interval, and wait for the last answers."""
        began = time.monotonic()
        people = len(self._tokens)
        due = 0
        while True:
            elapsed = time.monotonic() - began
            if elapsed >= seconds:
                break
            target = int(elapsed / self._interval * people)
            while due < target:
                self._send(due % people)
                due += 1
            self._receive(0.001)
        end = time.monotonic() + 5
        while time.monotonic() < end and self.outcome.answered + self.outcome.errors < self.outcome.sent:
            self._receive(0.05)
        self.outcome.errors += self.outcome.sent - self.outcome.answered - self.outcome.errors
        return self.outcome

    def close(self) -> None:
        """End all connections."""
        for line in self._sockets:
            line.close()
        self._epoll.close()

    def _send(self, index: int) -> None:
        line = index % self.lines
        if self._sent_at[line]:
            self.outcome.late += 1
            return
        number = self._rounds[index]
        self._rounds[index] = number + 1
        step = int(self._interval)
        start, end = number * step, (number + 1) * step
        body = BODY % (self._tokens[index], number, start, end, end)
        self._sent_at[line] = time.monotonic()
        self.outcome.sent += 1
        try:
            self._sockets[line].send(HEAD % (len(body), body))
        except OSError:
            self.outcome.errors += 1

    def _receive(self, wait: float) -> None:
        for file, _ in self._epoll.poll(wait, 4096):
            index = self._by_file[file]
            try:
                answer = self._sockets[index].recv(4096)
            except OSError:
                answer = b""
            if not answer:
                self._epoll.unregister(file)
                self.outcome.errors += 1
                continue
            if not answer.startswith(b"HTTP/"):
                continue  # the body, when it comes in a packet of its own
            status = answer[9:12]
            if status == b"200":
                self.outcome.answered += 1
                self.outcome.latencies.append((time.monotonic() - self._sent_at[index]) * 1000)
            else:
                self.outcome.errors += 1
                name = status.decode()
                self.outcome.statuses[name] = self.outcome.statuses.get(name, 0) + 1
            self._sent_at[index] = 0.0


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
