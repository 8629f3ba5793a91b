"""Typed reading of environment variables; a malformed value stops the start with a sentence."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


class MalformedSetting(ValueError):
    """An environment variable holds something its setting cannot be."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}={value!r} is not {wanted}")


def text(name: str, default: str = "") -> str:
    """The variable as text."""
    return os.environ.get(name, default)


def switch(name: str, *, default: bool = False) -> bool:
    """The variable as on or off."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise MalformedSetting(name, value, "a switch (on or off)")


def whole_number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise MalformedSetting(name, value, "a whole number") from None


def words(name: str, default: str) -> list[str]:
    """The variable as a list, cut at commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secure_address(name: str) -> str:
    """The variable as an ``https`` address; plain ``http`` only on this machine, where nobody listens between."""
    value = os.environ.get(name, "")
    parts = urlsplit(value)
    at_home = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if value and not at_home and not (parts.scheme == "https" and parts.hostname):
        raise MalformedSetting(name, value, "an https:// address")
    return value


def home() -> Path:
    """The folder that holds everything this installation writes (``YUANJIAO_HOME``)."""
    folder = Path(os.environ.get("YUANJIAO_HOME", "var")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret(folder: Path, name: str) -> str:
    """A secret from ``YUANJIAO_SECRET`` or, on one machine, from a file made once beside the data."""
    given = os.environ.get("YUANJIAO_SECRET")
    if given is not None:
        if len(given) < 32:
            raise MalformedSetting("YUANJIAO_SECRET", "…", "at least 32 characters long")
        return given
    path = folder / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def postgres(url: str) -> dict[str, object]:
    """Django's database settings from ``postgresql://user:password@host:port/name?sslmode=…``."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise MalformedSetting("YUANJIAO_DATABASE", url, "a postgresql:// address")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }


def object_storage(bucket: str) -> dict[str, dict[str, object]]:
    """The two stores of the media domain in one S3-compatible bucket, under ``media/`` and ``originals/``.

    Keys come from ``YUANJIAO_S3_KEY`` and ``YUANJIAO_S3_SECRET`` or from the machine's role.
    """
    options: dict[str, object] = {
        "bucket_name": bucket,
        "endpoint_url": text("YUANJIAO_S3_ENDPOINT") or None,
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
