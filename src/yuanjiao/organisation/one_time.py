"""One-time sign-in codes: at least 80 bits, kept only as a peppered hash, with an end.

An import's codes are derived from its key, so the list can be made again after a crash and is never
stored; a single reset draws a random one.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings

from yuanjiao.kernel import identifiers, signing

VALIDITY = timedelta(days=90)
RESET_VALIDITY = timedelta(days=7)
AFTER_FIRST_USE = timedelta(minutes=30)
"""Time to choose a password in, should the line drop on the way; then the code is worth nothing."""
LENGTH = 17


@lru_cache(maxsize=8)
def _key(secret: str, purpose: str) -> bytes:
    return signing.derive(secret, purpose)


def hash_of(code: str, secret: str | None = None) -> str:
    """The peppered hash under which a code is stored. Spaces, hyphens and case do not matter."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hmac.digest(_key(secret or settings.SECRET_KEY, "one-time code"), plain.encode(), "sha256").hex()


def fits(code: str, stored: str, expires: datetime | None, now: datetime) -> bool:
    """Whether a code is the stored one and still valid; compared in constant time, old secrets included."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    matches = [hmac.compare_digest(hash_of(code, secret), stored) for secret in secrets]
    return any(matches) and bool(stored) and expires is not None and now < expires


def random_code() -> str:
    """A new code of 84 bits."""
    return identifiers.spoken_code(LENGTH)


def code_of_import(job_key: str, staff_number: str) -> str:
    """The code of one person in one import: 84 bits of a keyed hash, the same whenever it is asked for."""
    digest = hmac.digest(_key(settings.SECRET_KEY, "import codes"), f"{job_key}:{staff_number}".encode(), "sha256")
    number = int.from_bytes(digest, "big")
    letters = []
    for _position in range(LENGTH):
        number, index = divmod(number, len(identifiers.CODE_ALPHABET))
        letters.append(identifiers.CODE_ALPHABET[index])
    return "".join(letters)


def spoken(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
