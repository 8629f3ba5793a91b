"""The short way for pulses: only for a request that is all there and nothing else."""

import pytest

from yuanjiao.pulse.protocol import whole

HEAD = b"POST /pulse HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"


def request(*lines, body=b'{"t":"x"}', length=None):
    size = len(body) if length is None else length
    return HEAD + b"".join(lines) + b"Content-Length: %d\r\n\r\n" % size + body


def test_a_request_in_one_piece_gives_its_body():
    assert whole(request()) == b'{"t":"x"}'


def test_an_empty_body_is_a_body():
    assert whole(request(body=b"")) == b""


@pytest.mark.parametrize(
    "data",
    [
        request()[:-1],
        request()[:40],
        request() + request(),
        request(length=3),
        request(length=99),
        request(b"Content-Length: 9\r\n"),
        request(b"Transfer-Encoding: chunked\r\n"),
        request(b"Expect: 100-continue\r\n"),
        request(b"Connection: close\r\n"),
        HEAD + b"\r\n",
        HEAD + b"Content-Length: -9\r\n\r\n123456789",
        HEAD + b"Content-Length: nine\r\n\r\n123456789",
    ],
)
def test_anything_else_takes_the_ordinary_way(data):
    assert whole(data) is None
