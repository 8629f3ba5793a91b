"""Serving media in the embedded profile: the same addresses and answers as nginx gives in front of a cluster.

An ASGI application that asks neither Django nor the database: the signature says who may, and files are
read by threads of its own, so that a slow disk stalls no pulse.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from functools import cache
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from yuanjiao.kernel.contents import content_type
from yuanjiao.media import paths, ranges

ASGIScope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PIECE_BYTES = 256 * 1024
THREADS = 8
FRAMED_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin"
)
POLICY = "default-src 'none'; frame-ancestors 'self'"
CHANGING = (".m3u8", ".json")
OPEN_CACHE = "public, max-age=86400"
IMMUTABLE = "public, max-age=31536000, immutable"


class Shown(NamedTuple):
    """An open file with what its headers say."""

    file: BinaryIO
    size: int
    tag: str
    modified: str


class MediaDoor:
    """Answers ``/media/…`` from a folder."""

    def __init__(self, root: Path, shared_secret: str, now: Callable[[], float] = time.time) -> None:
        self.root = root
        self.shared_secret = shared_secret
        self.now = now
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="media")

    async def __call__(self, scope: ASGIScope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- ASGI gives three
        """Serve one request."""
        if scope["method"] not in {"GET", "HEAD"}:
            await answer(send, 405, [(b"allow", b"GET, HEAD")])
            return
        asked = dict(scope["headers"])
        wanted = paths.wanted(
            scope["path"], shared_secret=self.shared_secret, cookie=cookie(asked), now=int(self.now())
        )
        if wanted is None:
            await answer(send, 403, [(b"cache-control", b"no-store")])
            return
        loop = asyncio.get_running_loop()
        shown = await loop.run_in_executor(self.threads, open_file, self.root / wanted.key / wanted.file)
        if shown is None:
            await answer(send, 404, [(b"cache-control", b"no-store")])
            return
        try:
            await self._show(wanted.file, shown, scope, asked, send)
        finally:
            shown.file.close()

    async def _show(self, name: str, shown: Shown, scope: ASGIScope, asked: dict[bytes, bytes], send: Send) -> None:
        headers = headers_of(name, shown, is_open=scope["path"].startswith(paths.OPEN_PREFIX))
        if shown.tag in tags(asked.get(b"if-none-match", b"").decode("latin-1")):
            await answer(send, 304, headers)
            return
        status, begin, length = 200, 0, shown.size
        try:
            span = ranges.wanted(asked.get(b"range", b"").decode("latin-1"), shown.size)
        except ranges.Unsatisfiable:
            await answer(send, 416, [*headers, (b"content-range", f"bytes */{shown.size}".encode())])
            return
        if span and asked.get(b"if-range", shown.tag.encode()).decode("latin-1") in {shown.tag, shown.modified}:
            status, begin, length = 206, span.first, span.last - span.first + 1
            headers.append((b"content-range", f"bytes {span.first}-{span.last}/{shown.size}".encode()))
        headers.append((b"content-length", str(length).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body"})
            return
        await self._pour(shown.file, begin, length, send)

    async def _pour(self, file: BinaryIO, begin: int, length: int, send: Send) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self.threads, file.seek, begin)
        while length > 0:
            piece = await loop.run_in_executor(self.threads, file.read, min(PIECE_BYTES, length))
            if not piece:
                return  # The file shrank under us: the broken length tells the client.
            length -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": length > 0})


def open_file(path: Path) -> Shown | None:
    """A plain file opened for reading, or none."""
    try:
        if not path.is_file():
            return None
        file = path.open("rb")
    except OSError:
        return None
    facts = path.stat()
    modified = formatdate(int(facts.st_mtime), usegmt=True)
    return Shown(file, facts.st_size, f'"{int(facts.st_mtime):x}-{facts.st_size:x}"', modified)


def headers_of(name: str, shown: Shown, *, is_open: bool) -> Headers:
    """The headers of a file whatever part of it is asked for."""
    if is_open:
        keep = OPEN_CACHE
    else:
        keep = "no-cache" if name.endswith(CHANGING) else IMMUTABLE
    policy = FRAMED_POLICY if name.endswith(".html") else POLICY
    return [
        (b"content-type", content_type(name).encode()),
        (b"etag", shown.tag.encode()),
        (b"last-modified", shown.modified.encode()),
        (b"accept-ranges", b"bytes"),
        (b"cache-control", keep.encode()),
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
    ]


def tags(header: str) -> set[str]:
    """The tags of an If-None-Match header, weak ones counted as strong."""
    return {tag.strip().removeprefix("W/") for tag in header.split(",") if tag.strip()}


def cookie(headers: dict[bytes, bytes]) -> str:
    """The media cookie of a request; empty without one."""
    try:
        jar = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return ""
    return jar[paths.COOKIE].value if paths.COOKIE in jar else ""


async def answer(send: Send, status: int, headers: Headers) -> None:
    """An answer without a body."""
    extra = [] if status == 304 else [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *extra]})
    await send({"type": "http.response.body"})


@cache
def configured() -> MediaDoor:
    """The door of this installation."""
    from django.conf import settings  # noqa: PLC0415 -- once, at the first request; the door itself knows no Django

    return MediaDoor(Path(settings.MEDIA_ROOT), paths.secret(settings.SECRET_KEY))


async def application(scope: ASGIScope, receive: Receive, send: Send) -> None:
    """The door as `yuanjiao.asgi` mounts it."""
    await configured()(scope, receive, send)
