"""Short keyed signatures (HMAC-SHA256); keys are derived from the installation's secret by purpose."""

from __future__ import annotations

import base64
import hashlib
import hmac

SIGNATURE_BYTES = 16


def derive(secret: str, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose, so that a signature for one cannot serve another."""
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")


def sign(key: bytes, message: bytes) -> bytes:
    """The first 128 bits of the HMAC of the message."""
    return hmac.digest(key, message, "sha256")[:SIGNATURE_BYTES]


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is the message's, compared in constant time."""
    return hmac.compare_digest(sign(key, message), signature)


def encode(raw: bytes) -> str:
    """Bytes as text that is safe in a path, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of `encode`; raises ``ValueError`` on anything else."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def fingerprint(*parts: str) -> str:
    """SHA-256 of the parts in hexadecimal, each part ended so that no two lists collide."""
    return hashlib.sha256("".join(f"{len(part)}:{part}," for part in parts).encode()).hexdigest()
