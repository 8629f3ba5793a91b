"""What a film is, asked of a confined child process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from yuanjiao.media.problems import MediaProblem
from yuanjiao.media.transcoding import child

PROGRAM = Path(__file__).with_name("probing.py")
LIMITS = child.Limits(seconds=120, processor_seconds=90, memory=3 * child.GIBIBYTE, file_size=1 << 20)
DURATION_MAX_MS = 6 * 3600 * 1000


class Film(msgspec.Struct, frozen=True):
    """A film's facts: size as displayed (square pixels, upright), sound stream -1 where it is silent."""

    demuxer: str
    duration_ms: int
    width: int
    height: int
    frame_rate: float
    interlaced: bool
    video_index: int
    audio_index: int


def probe(path: Path) -> Film:
    """Look into a film.

    :raises MediaProblem: with the code of what is wrong with it; a child that dies means ``broken``.
    """
    lines: list[str] = []
    # Not isolated (-I would hide the environment's packages from an interpreter started by its path).
    ended = child.run([sys.executable, "-P", str(PROGRAM), str(path)], limits=LIMITS, line=lines.append)
    if ended.stopped:
        raise MediaProblem("out_of_time")
    try:
        answer = msgspec.json.decode(lines[-1], type=dict[str, Any]) if lines else {}
        if "problem" in answer:
            raise MediaProblem(str(answer["problem"]))
        film = msgspec.convert(answer, Film)
    except msgspec.MsgspecError as problem:
        raise MediaProblem("broken", ended.complaints[-400:]) from problem
    if film.duration_ms > DURATION_MAX_MS:
        raise MediaProblem("too_long")
    return film
