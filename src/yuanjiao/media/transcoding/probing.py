"""Look into a film with PyAV; runs as a confined process of its own, since uploads are hostile.

``python -I probing.py <path>`` prints one JSON object: ``{"problem": code}`` or the film's facts.
Stands alone, without the package, so that the child starts fast and holds nothing worth stealing.
"""

from __future__ import annotations

import json
import os
import re
import sys
from fractions import Fraction
from typing import Any

import av

DEMUXERS = "mov,matroska,webm,avi,flv,live_flv,mpegts,asf,asf_o,mpeg"
OPTIONS = {"protocol_whitelist": "file", "format_whitelist": DEMUXERS, "enable_drefs": "0"}
PIXELS_MAX = 7680 * 4320
LEAST_MS = 200
FRAMES_TRIED = 400
PACKETS_COUNTED = 20_000_000
HEAD_BYTES = 64 << 20
# Sample entries of protected MP4 tracks; the ContentEncryption element of Matroska; ASF's encryption objects.
PROTECTED_MP4 = (b"encv", b"drmi")
# ContentEncodings > ContentEncoding > ContentEncryption, each with the size between.
PROTECTED_MATROSKA = re.compile(rb"\x6d\x80.{1,8}\x62\x40.{1,40}\x50\x35", re.DOTALL)
CLUSTER = b"\x1f\x43\xb6\x75"
PROTECTED_ASF = (
    bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e"),
    bytes.fromhex("14e68a292226174cb935dae07ee9289c"),
)


class Unusable(Exception):
    """The film cannot be used; the argument is a code of `media.problems`."""


def look(path: str) -> dict[str, Any]:
    """The facts of a film as displayed; raises `Unusable`."""
    if os.path.getsize(path) == 0:  # noqa: PTH202 -- pathlib would be this child's only further import
        raise Unusable("empty")
    if protected(path):
        raise Unusable("encrypted")
    try:
        container = av.open(path, options=OPTIONS, metadata_errors="replace")
    except av.error.FFmpegError as problem:
        raise Unusable(_unopened(path)) from problem
    with container:
        pictures = [stream for stream in container.streams.video if not _is_cover(stream)]
        if not pictures:
            raise Unusable("audio_only" if container.streams.audio else "not_a_video")
        stream = pictures[0]
        facts = _facts(container, stream)
    facts["duration_ms"] = facts["duration_ms"] or counted_duration(path, stream.index)
    if facts["duration_ms"] < LEAST_MS:
        raise Unusable("no_duration")
    return facts


def _facts(container: Any, stream: Any) -> dict[str, Any]:
    frame = _first_frame(container, stream)
    if frame.width * frame.height > PIXELS_MAX:
        raise Unusable("too_large")
    shape = stream.sample_aspect_ratio or Fraction(1)
    width, height = (frame.width * shape, frame.height) if shape >= 1 else (frame.width, frame.height / shape)
    if abs(int(getattr(frame, "rotation", 0) or 0)) % 180 == 90:
        width, height = height, width
    sound = next((item for item in container.streams.audio if item.codec_context is not None), None)
    return {
        "demuxer": container.format.name.split(",", maxsplit=1)[0],
        "duration_ms": int(container.duration / 1000) if container.duration else 0,
        "width": round(width),
        "height": round(height),
        "frame_rate": float(stream.average_rate or stream.guessed_rate or 0),
        "interlaced": bool(getattr(frame, "interlaced_frame", False)),
        "video_index": stream.index,
        "audio_index": sound.index if sound else -1,
    }


def _first_frame(container: Any, stream: Any) -> Any:
    stream.thread_type = "NONE"
    try:
        for count, packet in enumerate(container.demux(stream)):
            for frame in _decoded(packet):
                return frame
            if count > FRAMES_TRIED:
                break
    except av.error.FFmpegError as problem:
        raise Unusable("broken") from problem
    if stream.codec_context is None:
        raise Unusable("broken")
    raise Unusable("no_duration" if count == 0 else "broken")


def _decoded(packet: Any) -> list[Any]:
    try:
        return list(packet.decode())
    except av.error.InvalidDataError:
        return []  # A film cut into mid-stream begins with frames nobody can decode.


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def counted_duration(path: str, index: int) -> int:
    """Milliseconds from the packets themselves, for files whose header says nothing (a recorder that lost power)."""
    first = last = None
    with av.open(path, options=OPTIONS, metadata_errors="replace") as container:
        stream = container.streams[index]
        for count, packet in enumerate(container.demux(stream)):
            if packet.pts is not None:
                first = packet.pts if first is None else min(first, packet.pts)
                last = max(last or 0, packet.pts + (packet.duration or 0))
            if count > PACKETS_COUNTED:
                break
    return int((last - first) * stream.time_base * 1000) if first is not None and last is not None else 0


def protected(path: str) -> bool:
    """Whether a film's own head says that it is encrypted."""
    with open(path, "rb") as file:  # noqa: PTH123 -- as above
        head = file.read(16)
        if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}:
            return any(mark in movie_box(file) for mark in PROTECTED_MP4)
        if head[:4] == b"\x1a\x45\xdf\xa3":
            start = file.read(1 << 20)
            return PROTECTED_MATROSKA.search(start.split(CLUSTER, 1)[0]) is not None
        if head[:4] == b"\x30\x26\xb2\x75":
            start = file.read(1 << 20)
            return any(mark in start for mark in PROTECTED_ASF)
    return False


def movie_box(file: Any) -> bytes:
    """The ``moov`` box of an MP4 or MOV, up to a bound; empty when it has none."""
    position = 0
    for _ in range(10_000):
        file.seek(position)
        head = file.read(16)
        if len(head) < 8:
            return b""
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if kind == b"moov":
            file.seek(position)
            return bytes(file.read(min(size or HEAD_BYTES, HEAD_BYTES)))
        if size < 8:
            return b""
        position += size
    return b""


FILM_STARTS = (b"\x1a\x45\xdf\xa3", b"FLV\x01", b"\x30\x26\xb2\x75", b"\x00\x00\x01\xba")


def _unopened(path: str) -> str:
    with open(path, "rb") as file:  # noqa: PTH123 -- as above
        head = file.read(1024)
    film = (
        head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free"}
        or head.startswith(FILM_STARTS)
        or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
        or (head[:1] == b"G" and head[188:189] == b"G")
    )
    return "broken" if film else "not_a_video"


if __name__ == "__main__":
    av.logging.set_level(None)
    try:
        answer = look(sys.argv[1])
    except Unusable as unusable:
        answer = {"problem": str(unusable)}
    except (av.error.FFmpegError, MemoryError, ValueError, ArithmeticError):
        answer = {"problem": "broken"}
    sys.stdout.write(json.dumps(answer) + "\n")
