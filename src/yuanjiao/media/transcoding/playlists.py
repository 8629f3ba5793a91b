"""Reading the playlists ffmpeg wrote and writing the one above them; pure text."""

from __future__ import annotations

import re
from typing import NamedTuple

SEGMENT = re.compile(r"#EXTINF:([0-9.]+),[^\n]*\n(?:#[^\n]*\n)*([^#\n][^\n]*)")


class Segment(NamedTuple):
    """One segment: seconds and file name."""

    seconds: float
    name: str


class Variant(NamedTuple):
    """What a master playlist says of one rendition; `codec` as in RFC 6381, peak and mean bits a second."""

    name: str
    width: int
    height: int
    frame_rate: float
    codec: str
    peak: int
    mean: int


def segments(playlist: str) -> list[Segment]:
    """The segments of a finished media playlist; none of one that was broken off."""
    if "#EXT-X-ENDLIST" not in playlist:
        return []
    return [Segment(float(seconds), name) for seconds, name in SEGMENT.findall(playlist)]


def rates(parts: list[Segment], sizes: list[int]) -> tuple[int, int]:
    """Peak and mean bits a second of a rendition."""
    # A last segment of a few frames would show a rate that no line ever has to carry.
    whole = [(part.seconds, size) for part, size in zip(parts, sizes, strict=True) if part.seconds >= 1]
    seconds = sum(part.seconds for part in parts) or 1.0
    mean = int(sum(sizes) * 8 / seconds)
    return max([int(size * 8 / length) for length, size in whole], default=mean), mean


def avc_codec(init: bytes) -> str:
    """The RFC 6381 name of an H.264 rendition, from its initialisation segment."""
    at = init.find(b"avcC")
    return f"avc1.{init[at + 5 : at + 8].hex()}" if at >= 0 else "avc1.640028"


def master(pictures: list[Variant], sound: Variant | None) -> str:
    """The playlist of all renditions: the sound as a group beside each picture, and alone as the last resort."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if sound:
        lines.append(
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",'
            f'URI="{sound.name}/index.m3u8"'
        )
    for variant in pictures:
        peak = variant.peak + (sound.peak if sound else 0)
        mean = variant.mean + (sound.mean if sound else 0)
        codecs = f"{variant.codec},{sound.codec}" if sound else variant.codec
        line = (
            f"#EXT-X-STREAM-INF:BANDWIDTH={peak},AVERAGE-BANDWIDTH={mean},RESOLUTION={variant.width}x{variant.height}"
        )
        line += f',FRAME-RATE={variant.frame_rate:.3f},CODECS="{codecs}"' + (',AUDIO="sound"' if sound else "")
        lines += [line, f"{variant.name}/index.m3u8"]
    if sound:
        line = f"#EXT-X-STREAM-INF:BANDWIDTH={sound.peak},AVERAGE-BANDWIDTH={sound.mean}"
        lines += [f'{line},CODECS="{sound.codec}",AUDIO="sound"', f"{sound.name}/index.m3u8"]
    return "\n".join(lines) + "\n"


def stamp(seconds: float) -> str:
    """A moment as WebVTT writes it."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def thumbnail_track(parts: list[Segment], size: tuple[int, int], grid: tuple[int, int]) -> str:
    """The WebVTT track that says where on which sheet the picture of each moment is."""
    columns, rows = grid
    lines = ["WEBVTT", ""]
    begin = 0.0
    for number, part in enumerate(parts):
        sheet, place = divmod(number, columns * rows)
        left, top = place % columns * size[0], place // columns * size[1]
        lines.append(f"{stamp(begin)} --> {stamp(begin + part.seconds)}")
        lines += [f"thumbnails-{sheet + 1:03}.webp#xywh={left},{top},{size[0]},{size[1]}", ""]
        begin += part.seconds
    return "\n".join(lines)
