"""Signed, expiring media paths, as nginx's ``secure_link`` checks them; no Django, no clock.

``/media/<signature>/<expires>/<asset key>/<file>``: the signature covers the expiry, the asset and the
viewer's media cookie, not the file, so that the relative addresses inside a playlist stay signed.
``/media/open/<asset key>/<picture>`` shows posters and covers, which lists of courses need without a grant.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import NamedTuple

from yuanjiao.kernel import signing

COOKIE = "yuanjiao_media"
PREFIX = "/media/"
OPEN_PREFIX = "/media/open/"
LIFETIME_SECONDS = 300
KEY = r"[A-Za-z0-9_-]{22}"
NAME = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}"
FILE = rf"{NAME}(?:/{NAME}){{0,6}}"
SIGNED = re.compile(rf"/media/(?P<signature>{KEY})/(?P<expires>\d{{1,12}})/(?P<key>{KEY})/(?P<file>{FILE})", re.ASCII)
OPEN = re.compile(rf"/media/open/(?P<key>{KEY})/(?P<file>(?:poster|cover)(?:-\d{{2,4}})?\.(?:webp|jpg))", re.ASCII)


class Wanted(NamedTuple):
    """What a path asks for: a file of an asset."""

    key: str
    file: str


def secret(installation_secret: str) -> str:
    """The text shared with nginx, derived from the installation's secret; safe inside its configuration."""
    return signing.encode(signing.derive(installation_secret, "media-paths"))


def cookie_value(installation_secret: str, session_key: str) -> str:
    """The media cookie of one sign-in session: as unguessable as the session, and useless as its key."""
    return signing.encode(signing.sign(signing.derive(installation_secret, "media-cookie"), session_key.encode()))


def sign(*, shared_secret: str, expires: int, key: str, cookie: str) -> str:
    """The signature of an asset for a viewer until a second; the counterpart of nginx's ``secure_link_md5``."""
    message = f"{expires} {key} {cookie} {shared_secret}".encode()
    # nginx knows only MD5 here; the secret at the end keeps extension attacks out.
    digest = hashlib.md5(message, usedforsecurity=False).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def base(*, shared_secret: str, expires: int, key: str, cookie: str) -> str:
    """The folder address of an asset, ending in a slash."""
    signature = sign(shared_secret=shared_secret, expires=expires, key=key, cookie=cookie)
    return f"{PREFIX}{signature}/{expires}/{key}/"


def open_address(key: str, file: str) -> str:
    """The address of a poster or cover, which needs no grant."""
    return f"{OPEN_PREFIX}{key}/{file}"


def wanted(path: str, *, shared_secret: str, cookie: str, now: int) -> Wanted | None:
    """The file that a path may see at a second, or none: wrong shape, no cookie, expired, forged."""
    shown = OPEN.fullmatch(path)
    if shown:
        return Wanted(shown["key"], shown["file"])
    asked = SIGNED.fullmatch(path)
    if asked is None or not cookie or int(asked["expires"]) < now:
        return None
    right = sign(shared_secret=shared_secret, expires=int(asked["expires"]), key=asked["key"], cookie=cookie)
    return Wanted(asked["key"], asked["file"]) if hmac.compare_digest(right, asked["signature"]) else None
