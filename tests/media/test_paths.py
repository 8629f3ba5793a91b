"""Signed paths and byte ranges, without Django."""

from __future__ import annotations

import pytest

from yuanjiao.media import paths, ranges
from yuanjiao.media.transcoding import ladder

KEY = "k" * 22
FACTS = {"shared_secret": "s", "cookie": "c"}
BASE = paths.base(expires=1000, key=KEY, **FACTS)


def test_a_signed_path_opens_until_it_expires() -> None:
    assert paths.wanted(BASE + "720p/index.m3u8", now=1000, **FACTS) == (KEY, "720p/index.m3u8")
    assert paths.wanted(BASE + "720p/index.m3u8", now=1001, **FACTS) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"cookie": "d"},
        {"cookie": ""},
        {"shared_secret": "t"},
        {"path": BASE.replace("/1000/", "/9999/") + "a.m4s"},
        {"path": BASE.replace(KEY, "j" * 22) + "a.m4s"},
        {"path": BASE + "../a.m4s"},
        {"path": BASE + ".hidden"},
        {"path": BASE + "a//b.m4s"},
        {"path": BASE + "a.m4s\n"},
        {"path": BASE},
        {"path": f"/media/{KEY}/a.m4s"},
        {"path": f"/media/open/{KEY}/master.m3u8"},
    ],
)
def test_anything_changed_closes_it(changed: dict[str, str]) -> None:
    asked = {**FACTS, "path": BASE + "a.m4s"} | changed
    assert paths.wanted(asked.pop("path"), now=1, **asked) is None


def test_posters_and_covers_are_open() -> None:
    assert paths.wanted(paths.open_address(KEY, "poster.webp"), shared_secret="s", cookie="", now=1) == (
        KEY,
        "poster.webp",
    )


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=0-", (0, 99)),
        ("bytes=90-200", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=5-4", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("lines=1-2", None),
        ("", None),
    ],
)
def test_ranges_are_cut_to_the_file(header: str, span: tuple[int, int] | None) -> None:
    assert ranges.wanted(header, 100) == span


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0"])
def test_ranges_past_the_end_cannot_be_met(header: str) -> None:
    with pytest.raises(ranges.Unsatisfiable):
        ranges.wanted(header, 100)


@pytest.mark.parametrize(
    ("size", "names"),
    [
        ((1920, 1080), ["240p", "480p", "720p"]),
        ((1280, 720), ["240p", "480p", "720p"]),
        ((720, 1280), ["240p", "480p", "720p"]),
        ((854, 480), ["240p", "480p"]),
        ((640, 360), ["240p", "360p"]),
        ((320, 240), ["240p"]),
        ((160, 120), ["120p"]),
    ],
)
def test_the_ladder_never_rises_above_the_source(size: tuple[int, int], names: list[str]) -> None:
    rungs = ladder.rungs(*size)
    assert [rung.name for rung in rungs] == names
    assert all(rung.width <= size[0] + 1 and rung.height <= size[1] + 1 for rung in rungs)
    assert all(rung.width % 2 == rung.height % 2 == 0 for rung in rungs)


@pytest.mark.parametrize(
    ("source", "wanted"), [(25, 25), (60, 30), (50, 25), (1000, 15.625), (0, 25), (5, 5), (29.97, 29.97)]
)
def test_frame_rates_are_halved_until_they_fit(source: float, wanted: float) -> None:
    assert 15 <= ladder.frame_rate(source) <= 30 or source == 5
    if source <= 60:
        assert ladder.frame_rate(source) == pytest.approx(wanted)
