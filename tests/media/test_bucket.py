"""Finished media in an S3-compatible bucket, and nginx before it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer
from tests.factories.media import make_book
from tests.media.nginx import running_nginx

from yuanjiao.kernel import storage
from yuanjiao.media import paths
from yuanjiao.media.models import Asset
from yuanjiao.media.public import make_now, take_in
from yuanjiao.settings import environment

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SECRET, COOKIE, BUCKET = "shared", "viewer", "yuanjiao"
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    moto = ThreadedMotoServer(port=0, verbose=False)
    moto.start()
    yield moto.get_host_and_port()[1]
    moto.stop()


@pytest.fixture
def bucket(server: int, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    address = f"http://127.0.0.1:{server}"
    for name, value in {"ENDPOINT": address, "REGION": "us-east-1", "KEY": "k", "SECRET": "s"}.items():
        monkeypatch.setenv(f"YUANJIAO_S3_{name}", value)
    settings.STORAGES = {**settings.STORAGES, **environment.object_storage(BUCKET)}
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=address, **keys)
    client.create_bucket(Bucket=BUCKET)
    reading = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{BUCKET}/media/*",
    }
    client.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [reading]}))
    return client


def made(file: Path, folder: Path, kind: str) -> Asset:
    copy = folder / f"copy-{file.name}"
    shutil.copyfile(file, copy)
    asset = take_in(actor_id=None, kind=kind, name=file.name, file=copy, now=NOW)
    make_now(asset.pk, lambda: NOW)
    asset.refresh_from_db()
    return asset


def get(port: int, key: str, file: str, cookie: str = COOKIE, **headers: str) -> tuple[int, dict[str, str], bytes]:
    base = paths.base(shared_secret=SECRET, expires=int(time.time()) + 60, key=key, cookie=COOKIE)
    request = Request(f"http://127.0.0.1:{port}{base}{file}", headers={"Cookie": f"{paths.COOKIE}={cookie}", **headers})
    try:
        with urlopen(request, timeout=5) as answer:  # noqa: S310 -- our own nginx
            return answer.status, dict(answer.headers), answer.read()
    except HTTPError as refusal:
        return refusal.code, {}, b""


def test_a_film_lands_in_the_bucket_and_nginx_serves_it(
    bucket: Any, server: int, film: Callable[[str], Path], tmp_path: Path
) -> None:
    asset = made(film("mp4"), tmp_path, "video")
    assert (asset.state, asset.problem_detail) == ("ready", "")
    names = {each["Key"] for each in bucket.list_objects_v2(Bucket=BUCKET)["Contents"]}
    base = f"media/{asset.key}"
    assert {f"{base}/master.m3u8", f"{base}/240p/00000.m4s", f"originals/{asset.key}.mp4"} <= names
    assert bucket.head_object(Bucket=BUCKET, Key=f"{base}/240p/index.m3u8")["ContentType"].startswith("application/vnd")
    more = (
        f'upstream yuanjiao_bucket {{ server 127.0.0.1:{server}; }} map $uri $yuanjiao_bucket {{ default "{BUCKET}"; }}'
        f"proxy_cache_path {tmp_path}/cache keys_zone=yuanjiao_media:1m;"
    )
    folder = tmp_path / "nginx"
    folder.mkdir()
    with running_nginx(folder, "stored-bucket.conf", {"put-the-printed-secret-here": SECRET}, more) as port:
        status, headers, body = get(port, asset.key, "240p/00000.m4s")
        assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
        assert body == storage.media().read(f"{asset.key}/240p/00000.m4s")
        assert get(port, asset.key, "240p/00000.m4s", Range="bytes=0-9")[0] == 206
        assert get(port, asset.key, "master.m3u8")[1]["Cache-Control"] == "no-cache"
        assert get(port, asset.key, "master.m3u8", cookie="stranger")[0] == 403
        assert get(port, asset.key, "missing.m4s")[0] in {403, 404}


def test_a_book_lands_in_the_bucket_with_its_index_last(bucket: Any, tmp_path: Path) -> None:
    asset = made(make_book(tmp_path / "书.epub", "<h1>一</h1>", "<h1>二</h1>"), tmp_path, "document")
    assert asset.state == "ready"
    assert b"chapters" in storage.media().read(f"{asset.key}/book.json")


def _folder_of_one(tmp_path: Path) -> Path:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.m4s").write_bytes(b"abc")
    return tmp_path / "one"


def test_removing_leaves_nothing(bucket: Any, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.m4s").write_bytes(b"a")
    (folder / "index.m3u8").write_bytes(b"b")
    store = storage.media()
    store.take_folder(folder, "some/rung")
    assert store.read("some/rung/deep/a.m4s") == b"a"
    with store.copy_of("some/rung") as copy:
        assert sorted(path.name for path in copy.rglob("*") if path.is_file()) == ["a.m4s", "index.m3u8"]
    store.take_folder(_folder_of_one(tmp_path), "some/rung-beside")
    assert (store.held("some/rung"), store.held("some/none")) == ((2, 2), (0, 0))
    store.remove("some")
    left = bucket.list_objects_v2(Bucket=BUCKET, Prefix="media/some").get("Contents", [])
    assert left == []
