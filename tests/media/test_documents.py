"""Documents become what the reader shows; hostile ones are refused, and nothing of them runs."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.factories.media import make_book, make_pdf

from yuanjiao.media.models import Asset, AssetState
from yuanjiao.media.public import make_now, take_in

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOSTILE = """<h1 onclick="alert(1)" style="color:red">第一章</h1><script>alert(1)</script><p>正文</p>
<a href="c2.xhtml#part">下一章</a><a href="https://elsewhere.example/">外面</a><a href="javascript:alert(1)">坏</a>
<img src="../secret.png"><img src="p.png" onerror="alert(1)"><iframe src="x"></iframe><svg onload="alert(1)"></svg>
<form action="/"><input name="x"></form><link rel="stylesheet" href="https://elsewhere.example/x.css">"""


def made(file: Path, tmp_path: Path) -> Asset:
    copy = tmp_path / f"copy-{file.name}"
    shutil.copyfile(file, copy)
    asset = take_in(actor_id=None, kind="document", name=file.name, file=copy, now=NOW)
    make_now(asset.pk, lambda: NOW)
    asset.refresh_from_db()
    return asset


def test_a_pdf_is_kept_as_it_is_and_its_pages_are_counted(tmp_path: Path, stores: Path) -> None:
    file = make_pdf(tmp_path / "讲稿.pdf", pages=3)
    asset = made(file, tmp_path)
    assert (asset.state, asset.parts) == (AssetState.READY, 3)
    assert (stores / "media" / asset.key / "document.pdf").read_bytes() == file.read_bytes()


def test_a_book_becomes_clean_chapters(tmp_path: Path, stores: Path) -> None:
    book = make_book(tmp_path / "书.epub", HOSTILE, "<h2>第二章</h2>", extra={"OEBPS/p.png": b"picture"})
    asset = made(book, tmp_path)
    assert (asset.state, asset.parts) == (AssetState.READY, 2)
    folder = stores / "media" / asset.key
    facts = json.loads((folder / "book.json").read_text())
    assert facts == {
        "title": "示例书",
        "chapters": [{"file": "0001.html", "title": "第一章"}, {"file": "0002.html", "title": "第二章"}],
    }
    chapter = (folder / "0001.html").read_text()
    for trace in ("alert", "script", "onclick", "onerror", "iframe", "svg", "form", "elsewhere", "secret", "style="):
        assert trace not in chapter
    assert '<a href="0002.html#part">下一章</a>' in chapter
    assert '<img src="picture-0001.png">' in chapter
    assert (folder / "picture-0001.png").read_bytes() == b"picture"


def bomb(path: Path) -> Path:
    return make_book(path, "<p>x</p>", extra={"OEBPS/zeros.bin": bytes(40 << 20)})


def traversal(path: Path) -> Path:
    return make_book(path, "<p>x</p>", extra={"../../outside.txt": b"x"})


def link(path: Path) -> Path:
    make_book(path, "<p>x</p>")
    with zipfile.ZipFile(path, "a") as archive:
        entry = zipfile.ZipInfo("OEBPS/link")
        entry.external_attr = 0xA1FF << 16
        archive.writestr(entry, "/etc/passwd")
    return path


def entities(path: Path) -> Path:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><encryption>&b;</encryption>'
    return make_book(path, "<p>x</p>", extra={"META-INF/encryption.xml": laughs})


def protected(path: Path) -> Path:
    method = b'<EncryptionMethod xmlns="http://www.w3.org/2001/04/xmlenc#" Algorithm="http://ns.adobe.com/adept"/>'
    return make_book(path, "<p>x</p>", extra={"META-INF/encryption.xml": b"<e>" + method + b"</e>"})


def plain_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    return path


def cut_zip(path: Path) -> Path:
    make_book(path, "<p>x</p>" * 500)
    path.write_bytes(path.read_bytes()[:600])
    return path


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (bomb, "unsafe_document"),
        (traversal, "unsafe_document"),
        (link, "unsafe_document"),
        (entities, "unsafe_document"),
        (protected, "encrypted_document"),
        (plain_zip, "not_a_document"),
        (cut_zip, "broken_document"),
    ],
)
def test_hostile_and_broken_books_are_refused(
    spoil: Callable[[Path], Path], problem: str, tmp_path: Path, stores: Path
) -> None:
    asset = made(spoil(tmp_path / "书.epub"), tmp_path)
    assert (asset.state, asset.problem) == (AssetState.FAILED, problem)
    assert not (stores / "media" / asset.key).exists()
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_locked_pdf_is_refused(tmp_path: Path, stores: Path) -> None:
    assert made(make_pdf(tmp_path / "锁.pdf", password="secret"), tmp_path).problem == "encrypted_document"


@pytest.mark.parametrize(
    ("content", "problem"), [(b"%PDF-1.7 nothing", "broken_document"), (b"text", "not_a_document"), (b"", "empty")]
)
def test_what_is_no_pdf_is_refused(content: bytes, problem: str, tmp_path: Path, stores: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    assert made(file, tmp_path).problem == problem


def test_a_book_under_the_name_of_a_pdf_is_refused(tmp_path: Path, stores: Path) -> None:
    assert made(make_book(tmp_path / "书.pdf", "<p>x</p>"), tmp_path).problem == "not_a_document"
