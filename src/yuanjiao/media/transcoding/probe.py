"""What a film is, asked of a confined child process."""

from __future__ import annotations

import sys
from pathlib import Path

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


class Refusal(msgspec.Struct, frozen=True):
    """The child's word that a film cannot be used."""

    problem: str


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
        answer = msgspec.json.decode(lines[-1], type=dict) if lines else {}
        film = msgspec.convert(answer, Refusal if "problem" in answer else Film)
    except (msgspec.DecodeError, msgspec.ValidationError) as problem:
        raise MediaProblem("broken", ended.complaints[-400:]) from problem
    if isinstance(film, Refusal):
        raise MediaProblem(film.problem)
    if film.duration_ms > DURATION_MAX_MS:
        raise MediaProblem("too_long")
    return film
