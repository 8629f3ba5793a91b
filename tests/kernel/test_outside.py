"""Fetching from outside: never into one's own network, never too much, never too long."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from yuanjiao.kernel import outside
from yuanjiao.kernel.outside import NotAllowed, OutsideFailure, Rules, Trouble, fetch, is_public

HERE = ipaddress.ip_address("127.0.0.1")


def only_here(address: outside.Address) -> bool:
    """The allowance of these tests: the server that they start themselves, and nothing else."""
    return address == HERE


class Site(BaseHTTPRequestHandler):
    """A small site with honest and dishonest answers."""

    def do_GET(self) -> None:
        answer = getattr(self, f"say_{self.path.strip('/').split('?')[0] or 'hello'}", None)
        if answer is None:
            self.send_error(404)
            return
        answer()

    def log_message(self, *_words: object) -> None:
        """Be quiet."""

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def say_hello(self) -> None:
        self.send(b"hello")

    def say_asked(self) -> None:
        self.send(self.headers.get("If-None-Match", "").encode(), ETag='"2"')

    def say_moved(self) -> None:
        self.send(b"", 302, Location="/hello")

    def say_inside(self) -> None:
        self.send(b"", 302, Location="http://10.0.0.1/secret")

    def say_loop(self) -> None:
        self.send(b"", 302, Location="/loop")

    def say_file(self) -> None:
        self.send(b"", 302, Location="file:///etc/passwd")

    def say_large(self) -> None:
        self.send(b"x" * 5000)

    def say_packed(self) -> None:
        self.send(gzip.compress(b"x" * 5000), Content_Encoding="gzip")

    def say_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _second in range(200):
            self.wfile.write(b"x")
            self.wfile.flush()
            threading.Event().wait(0.01)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.handle_error = lambda *_words: None  # type: ignore[method-assign]  # clients go away on purpose
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


ALLOWED = Rules(permit=only_here, any_port=True)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.1.2.3", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1", "ff02::1",
     "240.0.0.1", "255.255.255.255"],
)  # fmt: skip
def test_what_is_not_the_public_internet_is_refused(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1"])
def test_the_public_internet_is_not(address):
    assert is_public(ipaddress.ip_address(address))


def test_an_allowed_server_is_read(site):
    answer = fetch(f"{site}/hello", ALLOWED)
    assert (answer.status, answer.body) == (200, b"hello")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_without_the_allowance_this_machine_is_out_of_reach(site, host):
    port = site.rpartition(":")[2]
    with pytest.raises(OutsideFailure) as refused:
        fetch(f"http://{host}:{port}/hello", Rules(any_port=True))
    assert refused.value.trouble in {Trouble.INSIDE, Trouble.UNKNOWN}


def test_a_name_that_leads_inside_is_refused(site, monkeypatch):
    port = int(site.rpartition(":")[2])
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in ("1.1.1.1", "10.0.0.8")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_words, **_named: found)
    with pytest.raises(NotAllowed):
        fetch("http://example.org/")


def test_a_redirect_is_followed_and_checked_anew(site):
    assert fetch(f"{site}/moved", ALLOWED).address == f"{site}/hello"
    with pytest.raises(NotAllowed):
        fetch(f"{site}/inside", ALLOWED)
    with pytest.raises(NotAllowed):
        fetch(f"{site}/file", ALLOWED)


@pytest.mark.parametrize(
    ("path", "trouble"), [("loop", Trouble.LOOP), ("large", Trouble.LARGE), ("packed", Trouble.LARGE)]
)
def test_too_much_is_too_much(site, path, trouble):
    with pytest.raises(OutsideFailure) as failure:
        fetch(f"{site}/{path}", Rules(permit=only_here, any_port=True, bytes_max=1000))
    assert failure.value.trouble == trouble


def test_a_server_that_drips_is_left_at_the_deadline(site):
    with pytest.raises(OutsideFailure) as failure:
        fetch(f"{site}/drip", Rules(permit=only_here, any_port=True, seconds=0.05))
    assert failure.value.trouble == Trouble.SILENT


def test_packed_answers_are_unpacked(site):
    assert len(fetch(f"{site}/packed", ALLOWED).body) == 5000


def test_what_the_caller_asks_with_is_passed_on(site):
    answer = fetch(f"{site}/asked", Rules(permit=only_here, any_port=True, headers={"If-None-Match": '"1"'}))
    assert (answer.body, answer.headers["ETag"]) == (b'"1"', '"2"')


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("file:///etc/passwd", Trouble.ADDRESS),
        ("gopher://example.org/", Trouble.ADDRESS),
        ("http://", Trouble.ADDRESS),
        ("http://user@example.org/", Trouble.ADDRESS),
        ("http://example.org:22/", Trouble.PORT),
        ("http://example.org:99999/", Trouble.ADDRESS),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(address, trouble):
    with pytest.raises(NotAllowed) as refused:
        fetch(address)
    assert refused.value.trouble == trouble


def test_nobody_there_is_said(free_port: Callable[[], int]):
    with pytest.raises(OutsideFailure) as failure:
        fetch(f"http://127.0.0.1:{free_port()}/", ALLOWED)
    assert failure.value.trouble == Trouble.SILENT


@pytest.fixture
def free_port() -> Callable[[], int]:
    def port() -> int:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            return int(held.getsockname()[1])

    return port
