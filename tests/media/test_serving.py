"""Media over HTTP: the embedded server and a real nginx give the same answers about the same files."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.media.asgi import Answer, ask
from tests.media.nginx import running_nginx

from yuanjiao.media import paths
from yuanjiao.media.serving import MediaDoor

KEY = "AssetKey-for_this-test"
SECRET = "shared-secret"
COOKIE = "viewer-cookie"
SEGMENT = bytes(range(256)) * 64
Asking = Callable[..., Answer]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    # nginx's workers run as another user.
    for path in (folder, *folder.parents[:2]):
        path.chmod(0o755)
    asset = folder / KEY
    (asset / "720p").mkdir(parents=True)
    (asset / "720p" / "00000.m4s").write_bytes(SEGMENT)
    (asset / "master.m3u8").write_text("#EXTM3U\n")
    (asset / "0001.html").write_text("<p>章")
    (asset / "captions.vtt").write_text("WEBVTT\n")
    (asset / "poster.webp").write_bytes(b"picture")
    (folder / "secret.txt").write_text("no")
    return folder


@pytest.fixture(scope="module")
def nginx(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    site = {"put-the-printed-secret-here": SECRET, "/srv/yuanjiao/media": str(root)}
    with running_nginx(tmp_path_factory.mktemp("nginx"), "stored-folder.conf", site) as port:
        yield port


@pytest.fixture(params=["embedded", "nginx"])
def get(request: pytest.FixtureRequest, root: Path) -> Asking:
    """Ask for a path of either server, as the viewer unless told otherwise."""
    if request.param == "embedded":
        door = MediaDoor(root, SECRET)

        def embedded(path: str, method: str = "GET", **headers: str) -> Answer:
            return ask(door, method, path, prepared(headers))

        return embedded
    port: int = request.getfixturevalue("nginx")

    def real(path: str, method: str = "GET", **headers: str) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        line.request(method, path, headers=prepared(headers))
        answer = line.getresponse()
        body = answer.read()
        line.close()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)

    return real


def prepared(headers: dict[str, str]) -> dict[str, str]:
    given = {"Cookie": f"{paths.COOKIE}={COOKIE}"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    return {name: value for name, value in given.items() if value}


def signed(file: str, *, seconds: int = 60, **changed: Any) -> str:
    facts = {"shared_secret": SECRET, "key": KEY, "cookie": COOKIE, "expires": int(time.time()) + seconds} | changed
    return paths.base(**facts) + file


def test_a_segment_is_served_and_may_be_kept_for_ever(get: Asking) -> None:
    answer = get(signed("720p/00000.m4s"))
    assert (answer.status, answer.body) == (200, SEGMENT)
    assert answer.headers["content-type"] == "video/iso.segment"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_playlist_is_asked_for_anew(get: Asking) -> None:
    answer = get(signed("master.m3u8"))
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"] == "application/vnd.apple.mpegurl"


def test_a_chapter_comes_in_a_sandbox(get: Asking) -> None:
    answer = get(signed("0001.html"))
    assert "sandbox allow-same-origin" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-99", 0, 99), ("bytes=-10", 16374, 16383), ("bytes=16000-", 16000, 16383)]
)
def test_a_part_is_served(get: Asking, asked: str, first: int, last: int) -> None:
    answer = get(signed("720p/00000.m4s"), Range=asked)
    assert (answer.status, answer.body) == (206, SEGMENT[first : last + 1])
    assert answer.headers["content-range"] == f"bytes {first}-{last}/16384"


def test_a_part_past_the_end_is_416(get: Asking) -> None:
    answer = get(signed("720p/00000.m4s"), Range="bytes=99999-")
    assert (answer.status, answer.headers["content-range"]) == (416, "bytes */16384")


def test_what_the_viewer_has_is_not_sent_again(get: Asking) -> None:
    path = signed("720p/00000.m4s")
    tag = get(path).headers["etag"]
    assert get(path, If_None_Match=tag).status == 304
    assert get(path, Range="bytes=0-9", If_Range=tag).status == 206
    assert get(path, Range="bytes=0-9", If_Range='"other"').status == 200


def test_a_head_says_the_same_without_a_body(get: Asking) -> None:
    answer = get(signed("720p/00000.m4s"), "HEAD")
    assert (answer.status, answer.headers["content-length"], answer.body) == (200, "16384", b"")


@pytest.mark.parametrize("cookie", ["", f"{paths.COOKIE}=", f"{paths.COOKIE}=somebody-elses", "other=1"])
def test_an_address_without_its_cookie_opens_nothing(get: Asking, cookie: str) -> None:
    assert get(signed("master.m3u8"), Cookie=cookie).status == 403


@pytest.mark.parametrize(
    "changed",
    [{"seconds": -2}, {"shared_secret": "guessed"}, {"cookie": "another"}, {"expires": 9_999_999_999, "cookie": ""}],
)
def test_expired_and_forged_addresses_open_nothing(get: Asking, changed: dict[str, Any]) -> None:
    assert get(signed("master.m3u8", **changed)).status == 403


@pytest.mark.parametrize(
    "file", ["../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "720p/../../secret.txt", ".%00"]
)
def test_no_path_leads_out_of_the_asset(get: Asking, file: str) -> None:
    assert get(signed(file)).status in {400, 403, 404}


def test_what_is_not_there_is_404(get: Asking) -> None:
    assert get(signed("480p/00000.m4s")).status == 404
    assert get(signed("720p")).status in {403, 404, 301}


def test_posters_are_open_and_nothing_else_is(get: Asking) -> None:
    assert get(paths.open_address(KEY, "poster.webp"), Cookie="").body == b"picture"
    assert get(paths.open_address(KEY, "master.m3u8"), Cookie="").status == 403
    assert get("/stored/AssetKey-for_this-test/master.m3u8").status in {403, 404}


def test_media_are_only_read(get: Asking) -> None:
    assert get(signed("master.m3u8"), "POST").status in {403, 405}
