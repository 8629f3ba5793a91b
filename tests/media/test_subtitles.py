"""Captions in either form and any usual encoding become WebVTT; faults are told by line."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from yuanjiao.media.models import Asset
from yuanjiao.media.public import make_now, take_in
from yuanjiao.media.subtitles import Cue, Fault, decoded, read, write

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SRT = "1\n00:00:01,000 --> 00:00:03,500\n大家好\n\n2\n00:00:04,000 --> 00:00:06,000\n<i>开始</i> 上课 a<b & c\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    assert decoded("大家好".encode(encoding)) == "大家好"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_srt_becomes_webvtt(line_end: str) -> None:
    cues, faults = read(SRT.replace("\n", line_end))
    assert faults == []
    assert cues == [Cue(1000, 3500, "大家好"), Cue(4000, 6000, "<i>开始</i> 上课 a&lt;b &amp; c")]
    assert write(cues).startswith("WEBVTT\n\n00:00:01.000 --> 00:00:03.500\n大家好\n")


def test_webvtt_keeps_its_settings_and_loses_what_could_style_the_page() -> None:
    head = "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nNOTE x --> y\n\n"
    text = head + "intro\n01:02.5 --> 01:03.000 align:start onload:x\n<font color=red>好</font>\n"
    cues, faults = read(text)
    assert (faults, cues) == ([], [Cue(62_500, 63_000, "好", "align:start")])


def test_what_was_written_reads_back_the_same() -> None:
    cues, _ = read(SRT)
    assert read(write(cues)) == (cues, [])


def test_faults_are_told_by_line() -> None:
    right = "1\n00:00:01,000 --> 00:00:03,000\n好\n\n"
    wrong = ["00:00:05,000 --> 00:00:04,000\n倒", "00:00 --> x\n坏", "00:00:00,000 --> 00:00:01,000\n早"]
    text = right + "\n\n".join(f"2\n{cue}" for cue in wrong)
    assert read(text)[1] == [Fault(6, "reversed"), Fault(10, "timing"), Fault(14, "disorder")]


def brought(kind: str, name: str, content: bytes, folder: Path) -> Asset:
    file = folder / "brought"
    file.write_bytes(content)
    asset = take_in(actor_id=None, kind=kind, name=name, file=file, now=NOW)
    make_now(asset.pk, lambda: NOW)
    asset.refresh_from_db()
    return asset


@pytest.mark.django_db
def test_captions_become_an_asset(stores: Path, tmp_path: Path) -> None:
    asset = brought("captions", "字幕.srt", SRT.encode("gb18030"), tmp_path)
    assert (asset.state, asset.parts, asset.duration_ms) == ("ready", 2, 6000)
    assert "大家好" in (stores / "media" / asset.key / "captions.vtt").read_text()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "problem", "detail"),
    [
        (b"1\n00:00:05,000 --> 00:00:04,000\nx\n", "bad_captions", "2 reversed"),
        (b"only words", "not_captions", ""),
        (b" \n", "empty", ""),
    ],
)
def test_faulty_captions_are_refused(content: bytes, problem: str, detail: str, stores: Path, tmp_path: Path) -> None:
    asset = brought("captions", "字幕.vtt", content, tmp_path)
    assert (asset.problem, asset.problem_detail) == (problem, detail)


@pytest.mark.django_db
def test_a_picture_becomes_a_cover_without_its_secrets(stores: Path, tmp_path: Path) -> None:
    raw = BytesIO()
    picture = Image.new("RGB", (2000, 1000), (46, 107, 80))
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    picture.save(raw, "JPEG", exif=exif)
    asset = brought("picture", "封面.jpg", raw.getvalue(), tmp_path)
    cover = stores / "media" / asset.key / "cover.webp"
    assert (asset.state, asset.width, asset.height) == ("ready", 1280, 640)
    assert b"secret place" not in cover.read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"\xff\xd8\xff broken", b"text", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(content: bytes, stores: Path, tmp_path: Path) -> None:
    assert brought("picture", "封面.jpg", content, tmp_path).problem == "bad_picture"
