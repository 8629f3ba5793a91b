"""The sign-ins of the demonstration: kept in a file by its maker, shown on the machine itself only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from django.conf import settings
from django.http import HttpRequest

LOOPBACK = frozenset({"127.0.0.1", "::1"})
LEFT_BY_PROXIES = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


class SignIn(msgspec.Struct, frozen=True):
    """One made-up person and the role one meets the product in."""

    role: str
    name: str
    staff_number: str
    password: str


def _file() -> Path:
    return Path(settings.HOME) / "demonstration-sign-ins.json"


def keep(sign_ins: Iterable[SignIn]) -> None:
    """Remember the sign-ins of a demonstration just made, for its sign-in page."""
    _file().write_bytes(msgspec.json.encode(list(sign_ins)))


def sign_ins(request: HttpRequest) -> list[SignIn]:
    """The sign-ins to list; none outside the demonstration, and none for whoever comes from elsewhere."""
    if not settings.DEMONSTRATION or not from_this_machine(request) or not _file().exists():
        return []
    return msgspec.json.decode(_file().read_bytes(), type=list[SignIn])


def from_this_machine(request: HttpRequest) -> bool:
    """Whether the reader sits at this machine; behind a proxy nobody does."""
    if any(name in request.headers for name in LEFT_BY_PROXIES):
        return False
    return request.META.get("REMOTE_ADDR") in LOOPBACK
