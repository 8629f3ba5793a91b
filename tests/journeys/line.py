"""A line that can be slow and can be cut: a relay between browser and server.

The browser's own throttle will not do: it slows what a page is told, while the bytes are in the socket already.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time

PIECE = 64 * 1024
BUFFER = 128 * 1024


class Line:
    """Listens on a port of its own for a server that listens elsewhere.

    `pace` is how many bytes a second go up; 0 is as fast as the machine.
    """

    def __init__(self, address: str, *, pace: int = 0) -> None:
        self.pace = pace
        host, port = address.removeprefix("http://").split(":")
        self._server = (host, int(port))
        self._entrance = self._listen(0)
        self._here = self._entrance.getsockname()
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._take_calls, args=[self._entrance], daemon=True).start()

    @property
    def address(self) -> str:
        """What the browser opens."""
        return "http://{}:{}".format(*self._here)

    def cut(self) -> None:
        """Hang up on everybody, and refuse new calls."""
        for each in [self._entrance, *self._ends]:
            # Closing alone would not wake the threads that wait for these.
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._ends.clear()

    def mend(self) -> None:
        """Take calls again, at the same place."""
        self._entrance = self._listen(self._here[1])
        threading.Thread(target=self._take_calls, args=[self._entrance], daemon=True).start()

    @staticmethod
    def _listen(port: int) -> socket.socket:
        entrance = socket.create_server(("127.0.0.1", port), backlog=64)
        # Little waits on the way, so that what the browser believes to have sent has nearly arrived.
        entrance.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        return entrance

    def _take_calls(self, entrance: socket.socket) -> None:
        while True:
            try:
                caller, _ = entrance.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            self._ends += [caller, server]
            for ends in ((caller, server, True), (server, caller, False)):
                threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, up: bool) -> None:  # noqa: FBT001 -- a thread's arguments
        with contextlib.suppress(OSError):
            while piece := one.recv(PIECE):
                other.sendall(piece)
                if up and self.pace:
                    time.sleep(len(piece) / self.pace)
            other.shutdown(socket.SHUT_WR)
