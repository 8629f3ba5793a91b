"""Resumable uploads: they survive a lost line, belong to their owner, and refuse in plain words."""

from __future__ import annotations

import base64
import errno
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.factories.media import make_asset
from tests.factories.organisation import grant, make_person
from tests.media.asgi import Answer, ask

from yuanjiao.media import events
from yuanjiao.media.models import Asset, AssetKind
from yuanjiao.media.uploads.shelf import LIFETIME_SECONDS, Shelf
from yuanjiao.media.uploads.tus import Tus
from yuanjiao.organisation.models import Person, Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
FILM = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 40


class Browser:
    """A signed-in browser that uploads."""

    def __init__(self, server: Tus, person: Person | None) -> None:
        self.server = server
        client = Client()
        if person:
            client.force_login(person)
        self.cookie = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())

    def ask(
        self, method: str, path: str = "/uploads/", body: Any = (), *, lost: bool = False, **headers: str
    ) -> Answer:
        sent = {"Tus-Resumable": "1.0.0", "Cookie": self.cookie}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(self.server, method, path, sent, body, lost=lost)

    def begin(self, name: str = "讲座.mp4", length: int = len(FILM), kind: str = "video", **headers: str) -> Answer:
        pairs = {"filename": name, "kind": kind}
        facts = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())
        return self.ask("POST", Upload_Length=str(length), Upload_Metadata=facts, **headers)

    def send(self, path: str, offset: int, *body: bytes, lost: bool = False) -> Answer:
        kind = "application/offset+octet-stream"
        return self.ask("PATCH", path, body, lost=lost, Upload_Offset=str(offset), Content_Type=kind)


@pytest.fixture
def server(stores: Path) -> Tus:
    return Tus(Shelf(stores / "uploads"), quota=1 << 30)


@pytest.fixture
def editor() -> Person:
    person = make_person("编辑示例")
    grant(person, Role.COURSE_EDITOR)
    return person


@pytest.fixture
def browser(server: Tus, editor: Person) -> Browser:
    return Browser(server, editor)


def test_a_whole_upload_becomes_an_asset(browser: Browser, editor: Person, stores: Path) -> None:
    path = browser.begin().headers["location"]
    answer = browser.send(path, 0, FILM[:5000], FILM[5000:])
    asset = Asset.objects.get()
    assert (answer.status, answer.headers["upload-asset"]) == (204, str(asset.pk))
    assert (asset.owner_id, asset.original_name, asset.size) == (editor.pk, "讲座.mp4", len(FILM))
    assert (stores / "originals" / asset.original_path).read_bytes() == FILM


def test_it_goes_on_where_a_lost_line_stopped(browser: Browser, stores: Path) -> None:
    path = browser.begin().headers["location"]
    browser.send(path, 0, FILM[:3000], lost=True)
    offset = int(browser.ask("HEAD", path).headers["upload-offset"])
    assert offset == 3000
    assert browser.send(path, offset, FILM[offset:]).status == 204
    assert (stores / "originals" / Asset.objects.get().original_path).read_bytes() == FILM


def test_a_wrong_offset_is_refused_and_nothing_is_written(browser: Browser) -> None:
    path = browser.begin().headers["location"]
    assert browser.send(path, 7, FILM).status == 409
    assert browser.ask("HEAD", path).headers["upload-offset"] == "0"


def test_more_than_announced_is_refused(browser: Browser) -> None:
    path = browser.begin(length=600).headers["location"]
    assert browser.send(path, 0, FILM).status == 413
    assert not Asset.objects.exists()


def test_an_answer_that_got_lost_is_given_again(browser: Browser) -> None:
    path = browser.begin().headers["location"]
    browser.send(path, 0, FILM)
    again = browser.ask("HEAD", path)
    assert again.headers["upload-offset"] == str(len(FILM))
    assert again.headers["upload-asset"] == str(Asset.objects.get().pk)


def test_a_crash_before_the_hand_over_is_made_good_by_the_next_question(browser: Browser, server: Tus) -> None:
    path = browser.begin().headers["location"]
    server.shelf.bytes_of(path.rpartition("/")[2]).write_bytes(FILM)
    assert "upload-asset" in browser.ask("HEAD", path).headers
    browser.ask("HEAD", path)
    assert Asset.objects.count() == 1


def test_two_lines_cannot_write_at_once(browser: Browser, server: Tus) -> None:
    path = browser.begin().headers["location"]
    upload = server.shelf.find(path.rpartition("/")[2])
    assert upload
    with server.shelf.writing(upload):
        answer = browser.send(path, 0, FILM)
    assert (answer.status, "自动接着传" in answer.text) == (423, True)


@pytest.mark.parametrize("role", [None, Role.CLASS_TEACHER, Role.AUDITOR])
def test_only_editors_and_administrators_upload(server: Tus, role: Role | None) -> None:
    person = make_person()
    if role:
        grant(person, role)
    answer = Browser(server, person).begin()
    assert (answer.status, "课程编辑" in answer.text) == (403, True)
    assert Browser(server, None).begin().status == 403


def test_someone_with_a_sign_in_step_before_her_cannot_upload(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert events.obstacles
    monkeypatch.setattr(events, "obstacles", [lambda _request: True])
    assert browser.begin().status == 403


def test_an_upload_is_its_owners_alone(browser: Browser, server: Tus) -> None:
    path = browser.begin().headers["location"]
    qin = make_person("秦示例")
    grant(qin, Role.COURSE_EDITOR)
    stranger = Browser(server, qin)
    assert [stranger.ask("HEAD", path).status, stranger.send(path, 0, FILM).status] == [404, 404]
    assert stranger.ask("DELETE", path).status == 404
    assert browser.ask("DELETE", path).status == 204
    assert browser.ask("HEAD", path).status == 404


def test_a_page_of_another_site_cannot_upload(browser: Browser) -> None:
    assert browser.begin(Tus_Resumable="0").status == 412


@pytest.mark.parametrize(
    ("file", "status", "words"),
    [
        (("病毒.exe", "video", 10), 415, "mp4"),
        (("无后缀", "video", 10), 415, "mp4"),
        (("讲座.mp4", "video", 0), 400, "空的"),
        (("讲座.mp4", "video", 9 << 30), 413, "8192 MB"),
        (("讲座.mp4", "video", 2 << 30), 413, "空间已满"),
        (("讲座.mp4", "other", 10), 400, "刷新"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_a_byte_is_sent(
    browser: Browser, file: tuple[str, str, int], status: int, words: str
) -> None:
    name, kind, length = file
    answer = browser.begin(name, length, kind)
    assert (answer.status, words in answer.text) == (status, True), answer.text


def test_originals_count_towards_the_quota(browser: Browser, editor: Person) -> None:
    make_asset(owner=editor, size=1 << 30)
    assert browser.begin().status == 413


@pytest.mark.parametrize(
    ("name", "kind", "body", "words"),
    [
        ("讲座.mp4", "video", b"MZ" + bytes(2000), "不是视频"),
        ("讲稿.pdf", "document", b"<html>" + bytes(2000), "PDF"),
        ("封面.png", "picture", b"GIF89a" + bytes(2000), "图片"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_at_its_first_bytes(
    browser: Browser, name: str, kind: str, body: bytes, words: str
) -> None:
    path = browser.begin(name, len(body), kind).headers["location"]
    answer = browser.send(path, 0, body)
    assert (answer.status, words in answer.text) == (415, True)
    assert browser.ask("HEAD", path).status == 404


def test_refusals_come_in_english_too(browser: Browser) -> None:
    assert browser.begin("a.exe", Accept_Language="en-GB").text.startswith("This")


def test_a_full_disk_is_told_and_recovers(browser: Browser, server: Tus, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("yuanjiao.media.uploads.shelf.RESERVE_BYTES", 1 << 60)
        assert browser.begin().status == 507
    path = browser.begin().headers["location"]

    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        answer = browser.send(path, 0, FILM)
    assert (answer.status, "存储空间不足" in answer.text) == (507, True)
    assert browser.send(path, 0, FILM).status == 204
    assert Asset.objects.get().kind == AssetKind.VIDEO


def test_untouched_uploads_are_thrown_away_after_a_week(browser: Browser, server: Tus) -> None:
    path = browser.begin().headers["location"]
    assert server.shelf.expire(time.time()) == 0
    assert server.shelf.expire(time.time() + LIFETIME_SECONDS + 5) == 1
    assert browser.send(path, 0, FILM).status == 404


@pytest.mark.parametrize("path", ["/uploads/../secret-key", "/uploads/" + "a" * 22, "/uploads/x/y", "/uploads/%2e%2e"])
def test_strange_numbers_lead_nowhere(browser: Browser, path: str) -> None:
    assert browser.ask("HEAD", path).status == 404


def test_a_path_in_a_file_name_stays_a_name(browser: Browser, stores: Path) -> None:
    path = browser.begin("../../etc/讲座.mp4").headers["location"]
    browser.send(path, 0, FILM)
    asset = Asset.objects.get()
    assert (asset.original_name, asset.original_path) == ("讲座.mp4", f"{asset.key}.mp4")


@pytest.mark.parametrize("header", ["filename", "filename !!!", "filename /w==,kind dmlkZW8="])
def test_malformed_facts_are_refused(browser: Browser, header: str) -> None:
    assert browser.ask("POST", Upload_Length="10", Upload_Metadata=header).status == 400
