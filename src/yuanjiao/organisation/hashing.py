"""Password hashes as Django's Argon2 makes them, a few at a time and beside the pages instead of before them."""

from __future__ import annotations

import contextlib

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection

from yuanjiao.kernel import places


class QueueingArgon2(Argon2PasswordHasher):
    """Argon2 that stands in line; its hashes are the usual ones."""

    def encode(self, password: str, salt: str) -> str:
        """Hash a password."""
        with _in_line():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether a password is the hashed one."""
        with _in_line():
            return super().verify(password, encoded)


def _in_line() -> contextlib.AbstractContextManager[None]:
    return contextlib.nullcontext() if connection.in_atomic_block else places.hashing()
