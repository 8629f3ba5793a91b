"""Unfinished uploads on the disk: one file of bytes and one of facts each; no Django.

The length of the file of bytes is the offset, so that no crash can make the two differ.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from yuanjiao.kernel import identifiers

NUMBER = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
LIFETIME_SECONDS = 7 * 24 * 3600
RESERVE_BYTES = 256 << 20


class Busy(Exception):
    """Another request is still writing to this upload."""


class Upload(msgspec.Struct):
    """The facts of one upload; `asset_id` once it has become an asset, `problem` once it was refused."""

    number: str
    owner_id: int
    kind: str
    name: str
    length: int
    asset_id: int = 0


class Shelf:
    """The folder of unfinished uploads."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def create(self, *, owner_id: int, kind: str, name: str, length: int) -> Upload:
        """Begin an upload of nothing yet."""
        self.root.mkdir(parents=True, exist_ok=True)
        upload = Upload(identifiers.key(), owner_id, kind, name, length)
        self.bytes_of(upload.number).touch()
        self.write(upload)
        return upload

    def find(self, number: str) -> Upload | None:
        """The upload of a number; none for a strange or expired one."""
        if not NUMBER.fullmatch(number):
            return None
        try:
            return msgspec.json.decode(self._facts_of(number).read_bytes(), type=Upload)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def write(self, upload: Upload) -> None:
        """Write an upload's facts down, whole or not at all."""
        path = self._facts_of(upload.number)
        beside = path.with_suffix(".new")
        beside.write_bytes(msgspec.json.encode(upload))
        beside.replace(path)

    def offset(self, upload: Upload) -> int:
        """How many bytes have arrived."""
        if upload.asset_id:
            return upload.length
        try:
            return self.bytes_of(upload.number).stat().st_size
        except FileNotFoundError:
            return 0

    def expires(self, upload: Upload) -> float:
        """The moment, in seconds since 1970, at which an untouched upload is thrown away."""
        try:
            touched = self.bytes_of(upload.number).stat().st_mtime
        except FileNotFoundError:
            touched = self._facts_of(upload.number).stat().st_mtime
        return touched + LIFETIME_SECONDS

    @contextmanager
    def writing(self, upload: Upload) -> Iterator[int]:
        """The file of bytes, open for appending and for this request alone.

        :raises Busy: while another request has it: a lost line that the server has not noticed yet.
        """
        descriptor = os.open(self.bytes_of(upload.number), os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            yield descriptor
        finally:
            os.close(descriptor)

    def remove(self, upload: Upload) -> None:
        """Throw an upload away."""
        self.bytes_of(upload.number).unlink(missing_ok=True)
        self._facts_of(upload.number).unlink(missing_ok=True)

    def all(self) -> list[Upload]:
        """Every upload on the shelf."""
        found = (self.find(path.stem) for path in self.root.glob("*.json"))
        return [upload for upload in found if upload]

    def waiting_bytes(self, owner_id: int) -> int:
        """The full lengths of a person's unfinished uploads."""
        return sum(upload.length for upload in self.all() if upload.owner_id == owner_id and not upload.asset_id)

    def expire(self, now: float) -> int:
        """Throw away what nobody touched for a week; tells how many."""
        old = [upload for upload in self.all() if self.expires(upload) < now]
        for upload in old:
            self.remove(upload)
        return len(old)

    def has_room(self, length: int) -> bool:
        """Whether a file of this length fits on the disk with a reserve to spare."""
        self.root.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.root).free - length > RESERVE_BYTES

    def bytes_of(self, number: str) -> Path:
        """Where an upload's bytes are."""
        return self.root / f"{number}.part"

    def _facts_of(self, number: str) -> Path:
        return self.root / f"{number}.json"
