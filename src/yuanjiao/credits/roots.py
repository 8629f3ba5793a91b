"""Signed daily roots of the ledger, kept outside the database, so that rewriting or cutting a chain shows (C2).

A root covers the hashes of all entries written since the root before it, in the order of writing, and
names that root: removing, changing or inserting an old entry changes it, and so does removing a file
between others. Copy the folder off the machine: then even its owner cannot rewrite history unseen.
"""

from __future__ import annotations

import hashlib
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import connection, transaction
from django.db.models import Max

from yuanjiao.credits.chain import GENESIS
from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.years import date_of

KEY_FILE = "signing-key"


class Root(msgspec.Struct, frozen=True):
    """What one daily file says; `signature` is Ed25519 over all the other fields."""

    day: str
    through_id: int
    entries: int
    previous: str
    root: str
    signature: str = ""

    def message(self) -> bytes:
        """The bytes that are signed."""
        return msgspec.json.encode((self.day, self.through_id, self.entries, self.previous, self.root))


@dataclass
class RootCheck:
    """Compares the roots on file with entries fed to it in the order of their numbers."""

    roots: list[Root]
    public_key: Ed25519PublicKey | None
    findings: list[tuple[str, str, str]] = field(default_factory=list)
    _at: int = 0
    _count: int = 0

    def __post_init__(self) -> None:
        self._previous = GENESIS
        self._hash = hashlib.sha256(GENESIS.encode())
        self._border = self.roots[0].through_id if self.roots else -1

    def feed(self, number: int, entry_hash: str) -> None:
        """Take the next entry."""
        while number > self._border >= 0:
            self._close()
        if self._border >= 0:
            self._hash.update(entry_hash.encode())
            self._count += 1

    def finish(self) -> None:
        """Close the roots that no further entry closed."""
        while self._border >= 0:
            self._close()

    def _close(self) -> None:
        root, found = self.roots[self._at], self._hash.hexdigest()
        if self.public_key is None or not _signed(root, self.public_key):
            self.findings.append((root.day, "a valid signature", "another"))
        if root.previous != self._previous:
            self.findings.append((root.day, f"after {self._previous[:12]}…", f"after {root.previous[:12]}…"))
        elif (root.root, root.entries) != (found, self._count):
            self.findings.append(
                (root.day, f"{root.entries} entries, {root.root[:12]}…", f"{self._count} entries, {found[:12]}…")
            )
        self._previous, self._hash, self._count = root.root, hashlib.sha256(root.root.encode()), 0
        self._at += 1
        self._border = self.roots[self._at].through_id if self._at < len(self.roots) else -1


def sign_root(*, folder: Path, now: datetime) -> Root:
    """Write and give the root of today; the one already on file when there is one."""
    day = date_of(now).isoformat()
    known = roots_in(folder)
    if known and known[-1].day >= day:
        return known[-1]
    through = _last_entry()
    previous, after = (known[-1].root, known[-1].through_id) if known else (GENESIS, 0)
    digest, count = hashlib.sha256(previous.encode()), 0
    entries = LedgerEntry.objects.filter(pk__gt=after, pk__lte=through).order_by("pk")
    for entry_hash in entries.values_list("hash", flat=True).iterator(chunk_size=5000):
        digest.update(entry_hash.encode())
        count += 1
    unsigned = Root(day, through, count, previous, digest.hexdigest())
    signature = b64encode(_private_key(folder).sign(unsigned.message())).decode()
    root = msgspec.structs.replace(unsigned, signature=signature)
    # Written beside and moved into place: a broken power line leaves no half file.
    unfinished = folder / f".{day}.part"
    unfinished.write_bytes(msgspec.json.encode(root))
    unfinished.replace(folder / f"{day}.json")
    return root


def roots_in(folder: Path) -> list[Root]:
    """The roots on file, oldest first.

    :raises msgspec.DecodeError: when a file is not a root.
    """
    return [msgspec.json.decode(path.read_bytes(), type=Root) for path in sorted(folder.glob("*.json"))]


def check_of(folder: Path | None) -> RootCheck:
    """A check against the roots in a folder; without a folder it finds nothing."""
    if folder is None or not folder.is_dir():
        return RootCheck([], None)
    key = folder / KEY_FILE
    return RootCheck(roots_in(folder), _private_key(folder).public_key() if key.exists() else None)


def _last_entry() -> int:
    # On PostgreSQL an entry may hold a lower number and commit later: wait for the writers under way.
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE credits_ledgerentry IN SHARE MODE")
        return LedgerEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def _private_key(folder: Path) -> Ed25519PrivateKey:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / KEY_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(b64decode(path.read_bytes()))
    key = Ed25519PrivateKey.generate()
    with os.fdopen(descriptor, "wb") as file:
        file.write(b64encode(key.private_bytes_raw()))
    return key


def _signed(root: Root, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(b64decode(root.signature), root.message())
    except (InvalidSignature, ValueError):
        return False
    return True
