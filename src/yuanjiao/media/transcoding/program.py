"""The ffmpeg binary and the words every call begins with."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import imageio_ffmpeg

from yuanjiao.media.problems import MediaProblem
from yuanjiao.media.transcoding.child import Ended

DEMUXERS = "mov,matroska,webm,avi,flv,live_flv,mpegts,asf,asf_o,mpeg,hls"
FULL_DISK = ("No space left on device", "Disk quota exceeded")


@cache
def _binary() -> str:
    return str(imageio_ffmpeg.get_ffmpeg_exe())


def binary() -> str:
    """The path of the ffmpeg binary; raises `MediaProblem` ``no_ffmpeg`` where there is none."""
    try:
        path = _binary()
    except RuntimeError as problem:
        raise MediaProblem("no_ffmpeg") from problem
    if shutil.which(path) is None:
        raise MediaProblem("no_ffmpeg")
    return path


def beginning() -> list[str]:
    """The binary, silent but for errors, with its progress on its output."""
    return [binary(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-progress", "pipe:1", "-nostats"]


def source(path: Path, demuxer: str) -> list[str]:
    """An input that may be nothing but this local file, read by this demuxer."""
    limits = ["-protocol_whitelist", "file", "-format_whitelist", DEMUXERS, "-max_pixels", str(7680 * 4320)]
    return [*limits, "-f", demuxer, "-i", f"file:{path}"]


def check(ended: Ended) -> None:
    """Raise the `MediaProblem` of a call that did not end well."""
    if ended.stopped:
        raise MediaProblem(ended.stopped)
    if any(words in ended.complaints for words in FULL_DISK):
        raise MediaProblem("disk_full")
    if "File too large" in ended.complaints:
        raise MediaProblem("too_large")
    if ended.code != 0:
        raise MediaProblem("broken", ended.complaints[-400:])
