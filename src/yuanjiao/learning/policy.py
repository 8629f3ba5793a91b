"""The watching rules as dated data (C3)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from yuanjiao.kernel import policy

KIND = "watching"


class WatchingRules(msgspec.Struct, frozen=True):
    """How watching is counted.

    `pulse_every`: seconds between pulses. `speed_max`: hundredths. `checks_per_half_hour`: attention
    checks in thirty minutes of media, two to four by the academy's choice; 0 switches them off.
    `answer_within`: seconds. `need_per_mille`: the part of a lesson that completes it.
    `cap_minutes`: the most counted time that may stand unused.
    """

    pulse_every: Annotated[int, msgspec.Meta(ge=5, le=60)] = 15
    speed_max: Annotated[int, msgspec.Meta(ge=100, le=200)] = 150
    checks_per_half_hour: Literal[0, 2, 3, 4] = 3
    answer_within: Annotated[int, msgspec.Meta(ge=30, le=600)] = 90
    need_per_mille: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 950
    cap_minutes: Annotated[int, msgspec.Meta(ge=1, le=120)] = 30
    timeline_months: Annotated[int, msgspec.Meta(ge=6)] = 36

    def need_ms(self, duration_ms: int) -> int:
        """How many milliseconds of a lesson must be covered to complete it, rounded up."""
        return -(-duration_ms * self.need_per_mille // 1000)


def missing_ms(need_ms: int, covered_ms: int) -> int:
    """What is still to be watched, up to the whole second: a page says the same as the player (A9)."""
    return max(0, -(-(need_ms - covered_ms) // 1000) * 1000)


def watching(at: datetime) -> tuple[int, WatchingRules]:
    """The number and the rules of the version in force."""
    return policy.rules(KIND, WatchingRules, at)
