"""Films: every container becomes a ladder, and what is wrong with a file is told by name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.factories.media import CODECS, ffmpeg, make_film

from yuanjiao.media import events, problems
from yuanjiao.media.models import Asset, AssetState, Rendition
from yuanjiao.media.public import make_now, retry, take_in
from yuanjiao.media.transcoding import playlists, program

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def bring(file: Path, tmp_path: Path, kind: str = "video", name: str = "") -> Asset:
    copy = tmp_path / f"brought-{file.name}"
    shutil.copyfile(file, copy)
    return take_in(actor_id=None, kind=kind, name=name or file.name, file=copy, now=NOW)


def made(file: Path, tmp_path: Path, **fields: Any) -> Asset:
    asset = bring(file, tmp_path, **fields)
    make_now(asset.pk, lambda: NOW)
    asset.refresh_from_db()
    return asset


@pytest.mark.parametrize("ending", CODECS)
def test_a_film_of_every_container_becomes_playable(
    ending: str, film: Callable[[str], Path], tmp_path: Path, stores: Path
) -> None:
    asset = made(film(ending), tmp_path)
    assert (asset.state, asset.problem, asset.problem_detail) == (AssetState.READY, "", "")
    assert abs(asset.duration_ms - 2000) < 300
    assert (asset.width, asset.height) == (320, 240)
    names = set(asset.renditions.values_list("name", flat=True))
    assert names == {"240p", "audio"}
    folder = stores / "media" / asset.key
    assert {"master.m3u8", "poster.webp", "thumbnails.vtt", "thumbnails-001.webp"} <= {
        path.name for path in folder.iterdir()
    }
    assert (stores / "originals" / f"{asset.key}.{ending}").exists()
    assert not list((stores / "scratch").iterdir())


def test_renditions_never_rise_above_the_source_and_start_together(tmp_path: Path, stores: Path) -> None:
    asset = made(make_film(tmp_path / "wide.mp4", "-g", "500", seconds=9, size="854x480"), tmp_path)
    rungs = list(asset.renditions.order_by("height").values_list("name", "height"))
    assert rungs == [("audio", 0), ("240p", 240), ("480p", 480)]
    folder = stores / "media" / asset.key
    cuts = [
        [part.seconds for part in playlists.segments((folder / name / "index.m3u8").read_text())] for name, _ in rungs
    ]
    assert cuts[1] == cuts[2] == [4.0, 4.0, 1.0]
    assert {first_moment((folder / name / "00000.m4s").read_bytes()) for name, _ in rungs[1:]} == {0}
    master = (folder / "master.m3u8").read_text()
    assert master.count("#EXT-X-STREAM-INF") == 3
    assert 'CODECS="avc1.' in master
    assert "RESOLUTION=854x480" in master


def first_moment(segment: bytes) -> int:
    """When a segment's first frame is shown, as players without edit lists reckon it."""
    decode = segment.index(b"tfdt") + 8
    run = segment.index(b"trun") + 4
    offset = int.from_bytes(segment[run + 20 : run + 24], "big", signed=True)
    return int.from_bytes(segment[decode : decode + 8], "big") + offset


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def text(path: Path) -> Path:
    path.write_text("这不是视频。" * 200)
    return path


def cut_off(path: Path) -> Path:
    whole = make_film(path.with_name("whole.mp4"))
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    return path


def only_sound(path: Path) -> Path:
    ffmpeg("-f", "lavfi", "-i", "sine=d=2", "-c:a", "aac", str(path))
    return path


def encrypted(path: Path) -> Path:
    keys = [
        "-encryption_key",
        "76a6c65c5ea762046bd749a2e632ccbb",
        "-encryption_kid",
        "a7e61c373e219033c21091fa607bf3b8",
    ]
    return make_film(path, "-encryption_scheme", "cenc-aes-ctr", *keys)


def without_time(path: Path) -> Path:
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=320x240:d=1", "-frames:v", "1", "-c:v", "libx264", str(path))
    return path


def only_a_head(path: Path) -> Path:
    whole = make_film(path.with_name("parts.mp4"), "-movflags", "frag_keyframe+empty_moov")
    raw = whole.read_bytes()
    path.write_bytes(raw[: raw.index(b"moof") - 4])
    return path


def still(path: Path) -> Path:
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=320x240:d=1", "-frames:v", "1", "-f", "image2", "-c:v", "png", str(path))
    return path


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (empty, "empty"),
        (text, "not_a_video"),
        (still, "not_a_video"),
        (cut_off, "broken"),
        (only_sound, "audio_only"),
        (encrypted, "encrypted"),
        (without_time, "no_duration"),
        (only_a_head, "no_duration"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_by_name(
    spoil: Callable[[Path], Path], problem: str, tmp_path: Path, stores: Path
) -> None:
    asset = made(spoil(tmp_path / "odd.mp4"), tmp_path)
    assert (asset.state, asset.problem) == (AssetState.FAILED, problem)
    assert "请" in problems.sentence(problem)
    assert (stores / "originals" / asset.original_path).exists()
    assert not (stores / "media" / asset.key).exists()


def test_a_film_without_sound_has_no_sound_group(tmp_path: Path, stores: Path) -> None:
    asset = made(make_film(tmp_path / "silent.mp4", sound=False), tmp_path)
    assert asset.state == AssetState.READY
    assert "AUDIO" not in (stores / "media" / asset.key / "master.m3u8").read_text()


def test_finished_renditions_are_not_made_again_after_a_crash(
    tmp_path: Path, stores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = made(make_film(tmp_path / "wide.mp4", seconds=3, size="854x480"), tmp_path)
    kept = stores / "media" / asset.key / "480p" / "00000.m4s"
    before = kept.stat().st_mtime_ns
    Rendition.objects.filter(asset=asset, name="240p").delete()
    partial = stores / "scratch" / asset.key / "240p"
    partial.mkdir(parents=True)
    (partial / "00000.m4s").write_bytes(b"half")
    Asset.objects.filter(pk=asset.pk).update(state=AssetState.PROCESSING, worked_at=NOW - timedelta(minutes=5))
    make_now(asset.pk, lambda: NOW)
    asset.refresh_from_db()
    assert asset.state == AssetState.READY
    assert kept.stat().st_mtime_ns == before
    assert asset.renditions.count() == 3
    assert not partial.exists()


def test_an_asset_in_another_workers_hands_is_left_alone(film: Callable[[str], Path], tmp_path: Path) -> None:
    asset = bring(film("mp4"), tmp_path)
    Asset.objects.filter(pk=asset.pk).update(state=AssetState.PROCESSING, worked_at=NOW - timedelta(seconds=5))
    make_now(asset.pk, lambda: NOW)
    asset.refresh_from_db()
    assert asset.state == AssetState.PROCESSING


def test_without_ffmpeg_the_original_waits_for_a_retry(
    film: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "nowhere"))
        program._binary.cache_clear()
        asset = made(film("mp4"), tmp_path)
    program._binary.cache_clear()
    assert (asset.state, asset.problem) == (AssetState.FAILED, "no_ffmpeg")
    assert retry(actor_id=None, asset=asset, now=NOW)
    make_now(asset.pk, lambda: NOW)
    asset.refresh_from_db()
    assert asset.state == AssetState.READY


def test_a_full_disk_is_told_as_such(
    film: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yuanjiao.media.transcoding.child.room", lambda _folder: 1000)
    assert made(film("mp4"), tmp_path).problem == "disk_full"


def test_those_above_hear_of_a_ready_asset(
    film: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    monkeypatch.setattr(events, "ready", [lambda asset: heard.append(asset.duration_ms)])
    asset = made(film("mp4"), tmp_path)
    assert heard == [asset.duration_ms]
