"""Identifiers that cannot be guessed, and node names."""

from __future__ import annotations

import os
import secrets
import socket

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def key() -> str:
    """A random public key of 22 characters (128 bits), safe in a path."""
    return secrets.token_urlsafe(16)


def session_number() -> int:
    """A random positive number of 62 bits; fits a signed 64-bit column."""
    return secrets.randbits(62) | 1


def spoken_code(length: int = 17) -> str:
    """A code that a person can read out, from 31 unmistakable characters (17 hold 84 bits)."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def node_name() -> str:
    """This machine's name, unique among the machines of one installation."""
    return socket.gethostname()


def process_name() -> str:
    """This process's name among those of one installation; one machine may run several."""
    return f"{socket.gethostname()[:48]}-{os.getpid()}"
