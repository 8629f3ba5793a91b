"""When what is said and shown; pure arithmetic over sentence lengths."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_CUE = 22
CLAUSE_END = re.compile(r"(?<=[，；：、。！？])")


@dataclass(frozen=True)
class Cue:
    """One caption, in milliseconds from the start of the film."""

    start_ms: int
    end_ms: int
    text: str


def phrases(sentence: str) -> list[str]:
    """A sentence cut at its commas into captions of readable length."""
    cut: list[str] = []
    for clause in CLAUSE_END.split(sentence):
        if cut and len(cut[-1]) + len(clause) <= LONGEST_CUE:
            cut[-1] += clause
        elif clause:
            cut.append(clause)
    return cut


def cues(sentence: str, start_ms: int, length_ms: int) -> list[Cue]:
    """The captions of one spoken sentence, its time shared out by their length."""
    parts = phrases(sentence)
    total = sum(map(len, parts))
    found: list[Cue] = []
    spoken = 0
    for part in parts:
        begin = start_ms + length_ms * spoken // total
        spoken += len(part)
        found.append(Cue(begin, start_ms + length_ms * spoken // total, part))
    return found


def stamp(milliseconds: int) -> str:
    """A WebVTT time, ``00:01:02.345``."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def webvtt(all_cues: list[Cue]) -> str:
    """The captions as a WebVTT file."""
    blocks = [f"{stamp(cue.start_ms)} --> {stamp(cue.end_ms)}\n{cue.text.rstrip('，。；：、')}" for cue in all_cues]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"
