"""Which renditions a film gets: never above its source; pure arithmetic."""

from __future__ import annotations

from typing import NamedTuple

AUDIO = "audio"
SEGMENT_SECONDS = 4
AUDIO_BITS_PER_SECOND = 64_000
FRAMES_PER_SECOND_MAX = 30.0


class Rung(NamedTuple):
    """One rendition of the picture: its name, size in pixels and highest bits a second."""

    name: str
    width: int
    height: int
    bits_per_second: int


# Short side in pixels and highest rate; 720p stays under a line of 2 Mbit/s with its sound.
STEPS = ((240, 350_000), (480, 900_000), (720, 1_800_000))
# A source this much taller than the highest step that fits gets a rung of its own size.
WORTH_A_RUNG = 1.2


def rungs(width: int, height: int) -> list[Rung]:
    """The renditions for a picture as displayed (square pixels, upright), lowest first."""
    short = min(width, height)
    steps = [(side, rate) for side, rate in STEPS if side <= short]
    highest = steps[-1][0] if steps else 0
    if short < STEPS[-1][0] and short >= highest * WORTH_A_RUNG:
        steps.append((short, next(rate for side, rate in STEPS if side > short)))
    return [_rung(width, height, side, rate) for side, rate in steps]


def _rung(width: int, height: int, side: int, rate: int) -> Rung:
    scale = side / min(width, height)
    return Rung(f"{side}p", _even(width * scale), _even(height * scale), rate)


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)


def frame_rate(source: float) -> float:
    """The renditions' frames a second: the source's, halved while above 30; 25 where it is unknown."""
    if not 1 <= source <= 1000:
        return 25.0
    while source > FRAMES_PER_SECOND_MAX:
        source /= 2
    return source
