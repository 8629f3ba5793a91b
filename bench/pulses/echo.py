"""The bare echo that pulses are compared with: reads a body, answers as many bytes as a pulse's answer has."""

from __future__ import annotations

from typing import Any

ANSWER = b'{"covered":1234.567,"accepted":[[1233.567,1234.567]],"held":[],"need":3420.0,"done":false,"online":20000}'
HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"content-length", b"%d" % len(ANSWER)),
]


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer any request."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    message = await receive()
    while message.get("more_body"):
        message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": ANSWER})
