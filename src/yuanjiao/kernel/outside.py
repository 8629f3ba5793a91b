"""Fetching from outside without becoming a tool against one's own network.

A name is resolved once, every address it gives is checked, and the connection goes to an address that was
checked, so that a name cannot change its meaning in between. Every redirect is checked the same way.
Size and time are limited, however the other side behaves.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
TUNNELS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))
"""Networks whose addresses carry an IPv4 address inside."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PORTS = {"http": 80, "https": 443}
GZIP = 16 + zlib.MAX_WBITS
CHUNK = 64 * 1024
AGENT = "Yuanjiao"


class Trouble(models.TextChoices):
    """What may go wrong, with a sentence for whoever gave the address."""

    ADDRESS = "address", _("只能收取 http 或 https 网址。")
    PORT = "port", _("只能收取标准端口上的网址。")
    INSIDE = "inside", _("这个网址指向内部网络，不能收取。")
    UNKNOWN = "unknown", _("找不到这个网站，请检查网址。")
    LOOP = "loop", _("这个网址转来转去，没有终点。")
    SILENT = "silent", _("对方没有应答，或太慢。")
    LARGE = "large", _("对方给的内容太大。")
    UNREADABLE = "unreadable", _("对方给的内容读不出来。")


class OutsideFailure(Exception):
    """The fetch failed for a reason that whoever gave the address can understand."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.label)
        self.trouble = trouble


class NotAllowed(OutsideFailure):
    """The address leads to where this server must not go on anybody's behalf."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet: not private, loopback, link-local, reserved or a tunnel."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in TUNNELS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True)
class Rules:
    """What a fetch may do."""

    permit: Callable[[Address], bool] = is_public
    any_port: bool = False
    seconds: float = 20.0
    bytes_max: int = 4 << 20
    hops_max: int = 5
    headers: Mapping[str, str] = field(default_factory=dict)


class Answer(NamedTuple):
    """What came back in the end: status, body, headers, and from which address."""

    status: int
    body: bytes
    headers: http.client.HTTPMessage
    address: str


def fetch(address: str, rules: Rules | None = None) -> Answer:
    """Get what lies at an address, following redirects.

    :raises NotAllowed: when it, or where it redirects to, is not on the public internet.
    :raises OutsideFailure: when there is no answer, or one that is too large, too slow or no success.
    """
    rules = rules or Rules()
    for _hop in range(rules.hops_max):
        parts = _checked(address, rules)
        answer = _get(parts, _resolved(parts, rules), rules)
        if answer.status not in REDIRECTS:
            return answer
        address = urljoin(address, answer.headers.get("Location", ""))
    raise OutsideFailure(Trouble.LOOP)


def _checked(address: str, rules: Rules) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotAllowed(Trouble.ADDRESS) from None
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise NotAllowed(Trouble.ADDRESS)
    if port not in {None, PORTS[parts.scheme]} and not rules.any_port:
        raise NotAllowed(Trouble.PORT)
    return parts


def _resolved(parts: SplitResult, rules: Rules) -> tuple[str, int]:
    port = parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OutsideFailure(Trouble.UNKNOWN) from None
    hosts = [str(place[0]).partition("%")[0] for *_kinds, place in found]
    if not hosts or not all(rules.permit(ipaddress.ip_address(host)) for host in hosts):
        raise NotAllowed(Trouble.INSIDE)
    return hosts[0], port


def _get(parts: SplitResult, place: tuple[str, int], rules: Rules) -> Answer:
    # The other side may send a byte a minute: the socket is closed at the deadline, whatever it waits for.
    connection = http.client.HTTPConnection(parts.hostname or "", place[1])
    late = threading.Event()
    watch: threading.Timer | None = None
    try:
        connection.sock = _opened(parts, place, rules.seconds)
        watch = threading.Timer(rules.seconds, _close, [connection.sock, late])
        watch.start()
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close", **rules.headers}
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        raw = _read(response, rules.bytes_max)
        if late.is_set():  # a body without a length looks whole when its line is closed
            raise OutsideFailure(Trouble.SILENT)
        body = _unpacked(raw, response.headers.get("Content-Encoding", ""), rules.bytes_max)
        return Answer(response.status, body, response.headers, parts.geturl())
    except (OSError, http.client.HTTPException, ValueError):
        raise OutsideFailure(Trouble.SILENT) from None
    finally:
        if watch is not None:
            watch.cancel()
        connection.close()


def _opened(parts: SplitResult, place: tuple[str, int], seconds: float) -> socket.socket:
    plain = socket.create_connection(place, timeout=seconds)
    if parts.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)
    except OSError:
        plain.close()
        raise


def _close(held: socket.socket, late: threading.Event) -> None:
    late.set()
    try:
        held.shutdown(socket.SHUT_RDWR)
    except OSError:
        held.close()


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := response.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise OutsideFailure(Trouble.LARGE)
        parts.append(chunk)
    return b"".join(parts)


def _unpacked(raw: bytes, encoding: str, most: int) -> bytes:
    if encoding.strip().lower() not in {"gzip", "x-gzip"}:
        return raw
    try:
        body = zlib.decompressobj(GZIP).decompress(raw, most + 1)
    except zlib.error:
        raise OutsideFailure(Trouble.UNREADABLE) from None
    if len(body) > most:
        raise OutsideFailure(Trouble.LARGE)
    return body
