"""Pages next door: what a real server behind the socket gets of a request, and what comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

import pytest
import uvicorn

from yuanjiao.web.shell.relay import Relay, as_it_came

Messages = list[dict[str, Any]]


async def told_back(handed_on: Any, receive: Any, send: Any) -> None:
    """A page that says what it was asked."""
    scope = as_it_came(handed_on)
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    said = {
        "method": scope["method"],
        "path": scope["path"],
        "query": scope["query_string"].decode(),
        "caller": scope["client"][0],
        "scheme": scope["scheme"],
        "headers": {name.decode(): value.decode() for name, value in scope["headers"]},
        "length": len(body),
    }
    await send({"type": "http.response.start", "status": 203, "headers": [(b"x-said", b"yes")]})
    await send({"type": "http.response.body", "body": json.dumps(said).encode(), "more_body": True})
    await send({"type": "http.response.body", "body": b" " * 200_000})


async def broken_off(_scope: Any, _receive: Any, send: Any) -> None:
    """A page that promises more than it sends."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})
    await send({"type": "http.response.body", "body": b"half", "more_body": True})
    raise RuntimeError("made to fail")


async def slow(_scope: Any, receive: Any, _send: Any) -> None:
    """A page that is still being computed when its reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def here(_scope: Any, _receive: Any, send: Any) -> None:
    """The page as this process computes it."""
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"here"})


@asynccontextmanager
async def next_door(application: Any, path: str) -> AsyncIterator[None]:
    """A server behind a socket of the file system."""
    options = uvicorn.Config(
        application, uds=path, lifespan="off", ws="none", proxy_headers=False, log_level="critical"
    )
    options.load()
    server = uvicorn.Server(options)
    server.lifespan = options.lifespan_class(options)
    await server.startup()
    yield
    await server.shutdown()


def asked(method: str = "GET", path: str = "/", query: bytes = b"", **headers: str) -> dict[str, Any]:
    written = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "scheme": "https",
        "client": ("192.0.2.7", 4000),
        "headers": [(b"host", b"academy.example"), *written],
    }


async def answer(relay: Relay, scope: dict[str, Any], *pieces: bytes, leaves: bool = False) -> Messages:
    sent: Messages = []
    waiting = list(pieces) or [b""]
    gone: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

    async def receive() -> dict[str, Any]:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}
        return {"type": "http.disconnect"} if leaves else await gone

    async def send(message: Any) -> None:
        sent.append(message)

    await relay(scope, receive, send)
    return sent


@pytest.fixture
def ask(tmp_path) -> Callable[..., Messages]:
    """Ask a page next door."""

    def ask(scope: dict[str, Any], *pieces: bytes, page: Any = told_back, leaves: bool = False) -> Messages:
        async def run() -> Messages:
            path = str(tmp_path / "pages")
            async with next_door(page, path):
                return await answer(Relay(path, here), scope, *pieces, leaves=leaves)

        return asyncio.run(run())

    return ask


def said(messages: Messages) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(b"".join(message.get("body", b"") for message in messages))
    return found


def test_a_page_is_asked_as_the_reader_asked_and_its_answer_comes_whole(ask):
    messages = ask(asked(path="/courses/7/", query=b"sort=new&q=%E5%AD%A6", cookie="a=b"))
    assert messages[0]["status"] == 203
    assert (b"x-said", b"yes") in messages[0]["headers"]
    page = said(messages)
    assert (page["method"], page["path"], page["query"]) == ("GET", "/courses/7/", "sort=new&q=%E5%AD%A6")
    assert page["headers"]["cookie"] == "a=b"
    assert page["headers"]["host"] == "academy.example"
    assert not messages[-1].get("more_body")


def test_the_page_knows_who_calls_whatever_the_caller_writes(ask):
    page = said(ask(asked(x_yuanjiao_caller="127.0.0.1", x_yuanjiao_scheme="http", x_forwarded_for="203.0.113.9")))
    assert (page["caller"], page["scheme"]) == ("192.0.2.7", "https")


def test_the_page_sees_what_proxies_wrote_and_nothing_besides(ask):
    assert said(ask(asked(x_forwarded_for="203.0.113.9")))["headers"]["x-forwarded-for"] == "203.0.113.9"
    headers = said(ask(asked()))["headers"]
    assert set(headers) == {"host", "connection"}


def test_an_address_that_is_not_ascii_is_read_as_it_was_meant(ask):
    scope = {**asked(query="q=学习".encode()), "path": "/课程/", "raw_path": "/课程/".encode()}
    page = said(ask(scope))
    assert (page["path"], unquote(page["query"])) == ("/课程/", "q=学习")


@pytest.mark.parametrize("name_and_value", [(b"host", b"another.example"), (b"x-odd", b"a\x01b"), (b"x odd", b"a")])
def test_a_head_that_no_server_should_accept_is_refused(ask, name_and_value):
    scope = asked()
    scope["headers"].append(name_and_value)
    assert ask(scope)[0]["status"] == 400


def test_a_body_of_known_length_comes_in_pieces(ask):
    assert said(ask(asked("POST", content_length="300000"), b"a" * 100_000, b"b" * 200_000))["length"] == 300_000


def test_a_body_of_unknown_length_comes_whole(ask):
    assert said(ask(asked("POST", transfer_encoding="chunked"), b"a" * 10, b"b" * 70_000))["length"] == 70_010


def test_a_head_has_no_body(ask):
    messages = ask(asked("HEAD"))
    assert messages[0]["status"] == 203
    assert b"".join(message.get("body", b"") for message in messages) == b""


def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one(ask, caplog):
    sent = ask(asked(), page=broken_off)
    assert [message.get("body") for message in sent if not message.get("more_body")] == [None]  # no end of it
    assert ["an answer broke off" in line for line in caplog.messages] == [True]


def test_a_reader_who_leaves_before_the_page_is_there_is_no_failure(ask):
    assert ask(asked(), page=slow, leaves=True) == []


def test_while_nobody_is_next_door_the_page_is_computed_here(tmp_path):
    sent: Awaitable[Messages] = answer(Relay(str(tmp_path / "nobody"), here), asked())
    assert [message.get("status") or message["body"] for message in asyncio.run(sent)] == [299, b"here"]


async def read_here(_scope: Any, receive: Any, send: Any) -> None:
    """The page as this process computes it, once it has read all of the question."""
    assert await receive() == {"type": "http.request", "body": b"", "more_body": False}
    await here(_scope, receive, send)


async def asked_of_a_process_that_dies(path: str, scope: dict[str, Any], instead: Any) -> Messages:
    """What one gets whose request has arrived when the process next door ends."""

    async def die(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    async with await asyncio.start_unix_server(die, path):
        return await answer(Relay(path, instead), scope)


def test_a_question_that_died_unanswered_with_its_process_is_answered_here(tmp_path):
    told = asyncio.run(asked_of_a_process_that_dies(str(tmp_path / "pages"), asked(), read_here))
    assert [message.get("status") or message["body"] for message in told] == [299, b"here"]


def test_an_act_that_may_have_been_done_is_not_done_again_and_its_reader_hears_so(tmp_path, caplog):
    told = asyncio.run(asked_of_a_process_that_dies(str(tmp_path / "pages"), asked("POST"), read_here))
    assert told[0]["status"] == 503
    assert "reload" in told[1]["body"].decode()
    assert ["an act was not answered" in line for line in caplog.messages] == [True]
