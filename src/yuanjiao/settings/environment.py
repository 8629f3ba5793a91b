"""Typed reading of environment variables; a malformed value stops the start with a sentence."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
import tempfile
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LEAST_SECRET = 32
PREFIX = "YUANJIAO_"
HOST = re.compile(r"\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]|\*")
NOT_SETTINGS = frozenset(f"{PREFIX}{name}" for name in ("SOCKETS", "INLINE_CHECKPOINT_PAGES", "MEDIA_SECRET"))
"""What `serve` sets for itself and its children, and what only the compose file reads."""

_read: set[str] = set()
_made: list[Path] = []


class MalformedSetting(ValueError):
    """An environment variable holds something its setting cannot be."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}={value!r} is not {wanted}")


def given(name: str) -> str | None:
    """What the variable holds, if it is set."""
    _read.add(name)
    return os.environ.get(name)


def unread() -> list[str]:
    """The variables with our prefix that no setting of this profile has: misspelt, or another profile's."""
    ours = {name for name in os.environ if name.startswith(PREFIX)}
    return sorted(ours - _read - NOT_SETTINGS)


def text(name: str, default: str = "") -> str:
    """The variable as text."""
    value = given(name)
    return default if value is None else value


def switch(name: str, *, default: bool = False) -> bool:
    """The variable as on or off."""
    value = given(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise MalformedSetting(name, value, "a switch (on or off)")


def whole_number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """The variable as a whole number within its limits."""
    value = given(name)
    if value is None:
        return default
    try:
        number = int(value)
    except ValueError:
        raise MalformedSetting(name, value, "a whole number") from None
    if number < least or (most is not None and number > most):
        within = f"{least} to {most}" if most is not None else f"{least} or more"
        raise MalformedSetting(name, value, f"a whole number of {within}")
    return number


def words(name: str, default: str) -> list[str]:
    """The variable as a list, cut at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def hosts(name: str, default: str) -> list[str]:
    """The variable as names and addresses without scheme, port or path; at least one."""
    found = words(name, default)
    if not found or not all(HOST.fullmatch(word) for word in found):
        raise MalformedSetting(name, text(name, default), "names or addresses without http:// and port, cut at commas")
    return found


def origins(name: str) -> list[str]:
    """The variable as addresses of a scheme and a host alone, such as ``https://academy.example``."""
    found = words(name, "")
    for word in found:
        parts = _split(word)
        if parts is None or parts.path.strip("/") or parts.query:
            raise MalformedSetting(name, word, "an address such as https://academy.example")
    return [word.rstrip("/") for word in found]


def networks(name: str, default: str) -> list[str]:
    """The variable as addresses and networks, cut at commas."""
    found = words(name, default)
    for word in found:
        try:
            ipaddress.ip_network(word)
        except ValueError:
            raise MalformedSetting(name, word, "an address or a network such as 10.0.0.0/24") from None
    return found


def web_address(name: str, default: str = "") -> str:
    """The variable as an address that begins with ``http://`` or ``https://``, without a slash at its end."""
    value = text(name, default)
    if value and _split(value) is None:
        raise MalformedSetting(name, value, "an address that begins with http:// or https://")
    return value.rstrip("/")


def secure_address(name: str) -> str:
    """The variable as an ``https`` address; plain ``http`` only on this machine, where nobody listens between."""
    value = text(name)
    parts = _split(value) if value else None
    at_home = parts and parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if value and not at_home and not (parts and parts.scheme == "https"):
        raise MalformedSetting(name, value, "an https:// address")
    return value


def _split(address: str) -> SplitResult | None:
    """The parts of a web address, if it is one."""
    try:
        parts = urlsplit(address)
        whole = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if whole else None


def mailbox(name: str, default: str) -> str:
    """The variable as whom mail is from: an address, with or without a name before it."""
    value = text(name, default)
    before, at, after = parseaddr(value)[1].partition("@")
    if not (before and at and after) or any(space in before + after for space in " \t\r\n"):
        raise MalformedSetting(name, value, "an e-mail address")
    return value


def level(name: str, default: str) -> str:
    """The variable as how much is logged, in any case of letters."""
    value = text(name, default)
    if value.strip().upper() not in LEVELS:
        raise MalformedSetting(name, value, f"one of {', '.join(LEVELS)}")
    return value.strip().upper()


def demand(name: str, wanted: str) -> None:
    """Stop unless the variable is given."""
    if not text(name):
        raise MalformedSetting(name, "", wanted)


def together(name: str, *others: str) -> None:
    """Stop unless the others are given where the first is."""
    for other in others:
        if text(name) and not text(other):
            raise MalformedSetting(other, "", f"given, and {name} needs it")


def home() -> Path:
    """The folder that holds everything this installation writes (``YUANJIAO_HOME``).

    Nobody else may list it; nginx may pass through it to the finished media.
    """
    folder = Path(text("YUANJIAO_HOME", "var")).resolve()
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    return folder


def secret(folder: Path, name: str) -> str:
    """A secret from ``YUANJIAO_SECRET`` or, on one machine, from a file made once beside the data."""
    value = given("YUANJIAO_SECRET")
    if value is not None:
        if len(value) < LEAST_SECRET:
            raise MalformedSetting("YUANJIAO_SECRET", "…", f"at least {LEAST_SECRET} characters long")
        return value
    path = folder / name
    if not path.exists():
        _make_secret(path)
    kept = path.read_text().strip()
    if len(kept) < LEAST_SECRET:
        raise MalformedSetting(str(path), "…", f"at least {LEAST_SECRET} characters long; bring it back from a backup")
    return kept


def _make_secret(path: Path) -> None:
    # Linked when it is whole: after a full disk or a crash there must be no secret rather than half of one.
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".secret-") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return
    _made.append(path)


def made_secrets() -> list[Path]:
    """The files of secrets that this process has made: there were none."""
    return list(_made)


def old_secrets(name: str) -> list[str]:
    """The variable as secrets cut at commas, each as long as a secret must be."""
    found = words(name, "")
    if any(len(each) < LEAST_SECRET for each in found):
        raise MalformedSetting(name, "…", f"secrets of at least {LEAST_SECRET} characters each, cut at commas")
    return found


def postgres(name: str, default: str) -> dict[str, object]:
    """Django's database settings from ``postgresql://user:password@host:port/name?sslmode=…``.

    What is refused is not printed: there is a password in it.
    """
    wanted = "an address such as postgresql://user:password@host:5432/name"
    try:
        parts = urlsplit(text(name, default))
        port = parts.port
    except ValueError:
        raise MalformedSetting(name, "…", wanted) from None
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.lstrip("/"):
        raise MalformedSetting(name, "…", wanted)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": query,
    }


def object_storage(bucket: str) -> dict[str, dict[str, object]]:
    """The two stores of the media domain in one S3-compatible bucket, under ``media/`` and ``originals/``.

    Keys come from ``YUANJIAO_S3_KEY`` and ``YUANJIAO_S3_SECRET`` or from the machine's role.
    """
    options: dict[str, object] = {
        "bucket_name": bucket,
        "endpoint_url": web_address("YUANJIAO_S3_ENDPOINT") or None,
        "region_name": text("YUANJIAO_S3_REGION") or None,
        "access_key": text("YUANJIAO_S3_KEY") or None,
        "secret_key": text("YUANJIAO_S3_SECRET") or None,
        "file_overwrite": True,
        "addressing_style": "path",
    }
    return {
        store: {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**options, "location": store}}
        for store in ("media", "originals")
    }
