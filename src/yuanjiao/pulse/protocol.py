"""uvicorn's HTTP protocol with a short way for pulses.

A pulse is one small request that nearly always arrives in one piece. Going by way of a parser, a scope, a task,
a future and two writes costs several times what the pulse itself does; here its body is handed to the door as
soon as it is there, and the answer is one write. Whatever is not exactly that one piece (a split request,
chunks, an expectation, a second request behind it) takes the ordinary way, to the same door.
"""

from __future__ import annotations

from collections.abc import Callable

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from yuanjiao.pulse import messages
from yuanjiao.pulse.door import Door

START = b"POST /pulse HTTP/1.1\r\n"
LENGTH = b"\r\ncontent-length:"
ORDINARY = (b"\r\ntransfer-encoding:", b"\r\nexpect:", b"\r\nconnection: close", b"\r\nupgrade:")
HEADS = {
    status: b"HTTP/1.1 %d %s\r\ncontent-type: application/json\r\ncache-control: no-store\r\n%scontent-length: "
    % (status, reason, more)
    for status, reason, more in (
        (200, b"OK", b""),
        (401, b"Unauthorized", b""),
        (409, b"Conflict", b""),
        (422, b"Unprocessable Content", b""),
        (503, b"Service Unavailable", b"retry-after: 5\r\n"),
    )
}

doors: list[Door] = []
"""The running server's door; without one, every request takes the ordinary way."""

endings: list[Callable[[], None]] = []
"""What lets unending answers end, asked when the server begins to stop: it then waits for answers under way."""


class PulseProtocol(HttpToolsProtocol):
    """One connection."""

    _within = False
    _pending = False
    _later = b""
    _leaving = False

    def data_received(self, data: bytes) -> None:
        """Take a pulse that is whole, and leave everything else to uvicorn."""
        if self._pending:
            self._later += data
            return
        if (
            doors
            and not self._within
            and data.startswith(START)
            and (self.cycle is None or self.cycle.response_complete)
        ):
            body = whole(data)
            if body is not None:
                self._unset_keepalive_if_required()
                self._pending = True
                doors[0].take(body, self._answer)
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A request on the ordinary way has begun."""
        self._within = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """A request on the ordinary way has been read."""
        self._within = False
        super().on_message_complete()

    def shutdown(self) -> None:
        """End the connection, a pulse under way first."""
        for end in endings:
            end()
        if self._pending:
            self._leaving = True
        else:
            super().shutdown()

    def _answer(self, reply: messages.Reply) -> None:
        self._pending = False
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        content = messages.encode(reply.body)
        self.transport.write(b"%s%d\r\n\r\n%s" % (HEADS[reply.status], len(content), content))
        if self._leaving:
            self.transport.close()
            return
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)
        if self._later:
            data, self._later = self._later, b""
            self.data_received(data)


def whole(data: bytes) -> bytes | None:
    """The body of a request that is all there and nothing else; none when it must go the ordinary way."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = data[:end].lower() + b"\r\n"
    at = head.find(LENGTH)
    if at < 0 or head.find(LENGTH, at + 1) >= 0 or any(word in head for word in ORDINARY):
        return None
    digits = head[at + len(LENGTH) : head.index(b"\r\n", at + 2)].strip()
    body = data[end + 4 :]
    return body if digits.isdigit() and int(digits) == len(body) else None
