"""The tus protocol as an ASGI application at ``/uploads/``.

Only requests with ``Tus-Resumable`` are answered: a page of another site cannot send that header here, which
stands in for the token that forms carry. The session cookie is looked up with every request.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import errno
import os
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from yuanjiao.media import kinds
from yuanjiao.media.uploads.shelf import Busy, Shelf, Upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from yuanjiao.media.serving import ASGIScope, Headers, Receive, Send

Result = TypeVar("Result")
PREFIX = "/uploads/"
VERSION = b"1.0.0"
WRITE_BYTES = 1 << 20
FULL = {errno.ENOSPC, errno.EDQUOT}
BASE: list[tuple[bytes, bytes]] = [(b"tus-resumable", VERSION), (b"cache-control", b"no-store")]


class Refused(Exception):
    """The request is answered with a status and a sentence."""

    def __init__(self, status: int, code: str = "", **values: object) -> None:
        super().__init__(code)
        self.status, self.code, self.values = status, code, values


class Tus:
    """The server part of resumable uploads over one shelf."""

    def __init__(self, shelf: Shelf, quota: int) -> None:
        self.shelf = shelf
        self.quota = quota
        self.threads = ThreadPoolExecutor(4, thread_name_prefix="uploads")

    async def __call__(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            status, extra = await self._serve(scope, headers, receive)
            body = b""
        except Refused as refusal:
            status, extra = refusal.status, []
            body = self._sentence(refusal, headers)
        except OSError as problem:
            if problem.errno not in FULL:
                raise
            status, extra = 507, []
            body = self._sentence(Refused(507, "no_room"), headers)
        except Exception as problem:
            if not _desk().is_outage(problem):
                raise
            status, extra = 503, [(b"retry-after", str(_desk().RETRY_SECONDS).encode())]
            body = self._sentence(Refused(503, "away"), headers)
        length = [] if status == 204 else [(b"content-length", str(len(body)).encode())]
        kind = [(b"content-type", b"text/plain; charset=utf-8")] if body else []
        await send({"type": "http.response.start", "status": status, "headers": [*BASE, *extra, *length, *kind]})
        await send({"type": "http.response.body", "body": body})

    async def _serve(self, scope: ASGIScope, headers: dict[str, str], receive: Receive) -> tuple[int, Headers]:
        method, number = scope["method"], scope["path"].removeprefix(PREFIX)
        if method == "OPTIONS":
            return 204, [
                (b"tus-version", VERSION),
                (b"tus-extension", b"creation,expiration,termination"),
                (b"tus-max-size", str(max(kind.size_max for kind in kinds.KINDS.values())).encode()),
            ]
        if headers.get("tus-resumable") != VERSION.decode():
            raise Refused(412)
        owner = await self._do(_desk().editor, headers.get("cookie", ""))
        if owner is None:
            raise Refused(403, "not_allowed")
        if method == "POST" and not number:
            return await self._create(owner, headers)
        upload = await self._do(self.shelf.find, number)
        if upload is None or upload.owner_id != owner:
            raise Refused(404, "gone")
        if method == "HEAD":
            return await self._tell(upload)
        if method == "PATCH":
            return await self._append(upload, headers, receive)
        if method == "DELETE":
            await self._do(self.shelf.remove, upload)
            return 204, []
        raise Refused(405)

    async def _create(self, owner: int, headers: dict[str, str]) -> tuple[int, Headers]:
        facts = metadata(headers.get("upload-metadata", ""))
        kind, name = facts.get("kind", ""), Path(facts.get("filename", "")).name[-200:]
        length = whole(headers.get("upload-length", ""))
        allowed = kinds.KINDS.get(kind)
        if allowed is None:
            raise Refused(400, "unknown_kind")
        if kinds.ending(name) not in allowed.endings:
            raise Refused(415, "wrong_ending", endings=" / ".join(allowed.endings))
        if length == 0:
            raise Refused(400, "empty")
        if length > allowed.size_max:
            raise Refused(413, "too_large_by", limit=allowed.size_max // kinds.MEBIBYTE)
        await self._do(self.shelf.expire, time.time())
        used = await self._do(self.shelf.waiting_bytes, owner) + await self._do(_desk().kept_bytes, owner)
        if used + length > self.quota:
            raise Refused(413, "over_quota")
        if not await self._do(self.shelf.has_room, length):
            raise Refused(507, "no_room")
        begin = partial(self.shelf.create, owner_id=owner, kind=kind, name=name, length=length)
        upload = await self._do(begin)
        return 201, [(b"location", f"{PREFIX}{upload.number}".encode()), self._expiry(upload)]

    async def _tell(self, upload: Upload) -> tuple[int, Headers]:
        offset = await self._do(self.shelf.offset, upload)
        if offset == upload.length:
            await self._finish(upload)
        return 200, self._state(upload, offset)

    async def _append(self, upload: Upload, headers: dict[str, str], receive: Receive) -> tuple[int, Headers]:
        if headers.get("content-type") != "application/offset+octet-stream":
            raise Refused(415)
        begin = whole(headers.get("upload-offset", ""))
        if upload.asset_id:
            raise Refused(409)
        try:
            with self.shelf.writing(upload) as descriptor:
                if begin != await self._do(self.shelf.offset, upload):
                    raise Refused(409)
                offset = await self._write(upload, descriptor, begin, receive)
                if offset == upload.length:
                    await self._do(os.fsync, descriptor)
                    await self._finish(upload)
        except Busy:
            raise Refused(423, "busy") from None
        except FileNotFoundError:
            raise Refused(410, "gone") from None
        return 204, self._state(upload, offset)

    async def _write(self, upload: Upload, descriptor: int, begin: int, receive: Receive) -> int:
        pending, offset, more = bytearray(), begin, True
        while more:
            message = await receive()
            # A lost line ends here too: what has arrived is kept, and the client asks how much that is.
            more = message["type"] == "http.request" and message.get("more_body", False)
            pending += message.get("body", b"")
            if offset + len(pending) > upload.length:
                raise Refused(413)
            if pending and (len(pending) >= WRITE_BYTES or not more):
                await self._look(upload, offset, bytes(pending[: kinds.HEAD_BYTES]))
                await self._do(write_all, descriptor, bytes(pending))
                offset += len(pending)
                pending.clear()
        return offset

    async def _look(self, upload: Upload, offset: int, head: bytes) -> None:
        if offset or kinds.fits(upload.kind, head) or len(head) < min(upload.length, kinds.HEAD_BYTES):
            return
        await self._do(self.shelf.remove, upload)
        raise Refused(415, kinds.WRONG_CONTENT[upload.kind])

    async def _finish(self, upload: Upload) -> None:
        if not upload.asset_id:
            await self._do(_desk().hand_over, self.shelf, upload)

    def _state(self, upload: Upload, offset: int) -> Headers:
        state = [(b"upload-offset", str(offset).encode()), (b"upload-length", str(upload.length).encode())]
        if upload.asset_id:
            return [*state, (b"upload-asset", str(upload.asset_id).encode())]
        return [*state, self._expiry(upload)]

    def _expiry(self, upload: Upload) -> tuple[bytes, bytes]:
        return b"upload-expires", formatdate(self.shelf.expires(upload), usegmt=True).encode()

    @staticmethod
    def _sentence(refusal: Refused, headers: dict[str, str]) -> bytes:
        if not refusal.code:
            return b""
        text: str = _desk().sentence(refusal.code, headers.get("accept-language", ""), **refusal.values)
        return text.encode()

    async def _do(self, function: Callable[..., Result], *arguments: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self.threads, function, *arguments)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all bytes, however many the system takes at once."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def whole(text: str) -> int:
    """A header's whole number; anything else is refused."""
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Refused(400)
    return int(text)


def metadata(header: str) -> dict[str, str]:
    """The pairs of ``Upload-Metadata``; a malformed one is refused."""
    facts = {}
    for pair in header.split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            facts[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Refused(400) from None
    return facts


def _desk() -> Any:
    # Imported late: the desk needs Django's models, which are there once the program has started.
    from yuanjiao.media.uploads import desk  # noqa: PLC0415 -- see above

    return desk


@cache
def configured() -> Tus:
    """The server part of this installation."""
    from django.conf import settings  # noqa: PLC0415 -- once, at the first request

    return Tus(Shelf(Path(settings.UPLOAD_ROOT)), settings.UPLOAD_QUOTA)


async def application(scope: ASGIScope, receive: Receive, send: Send) -> None:
    """The server part as `yuanjiao.asgi` mounts it."""
    await configured()(scope, receive, send)
