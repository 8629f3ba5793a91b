"""Where in a lesson a learner is asked whether she is still there.

The positions come from a keyed hash of learner, lesson and policy version: random to everyone, the
same after a reload, so that reopening a lesson neither shows nor moves them; nothing is stored.
"""

from __future__ import annotations

import hashlib

from yuanjiao.kernel import signing

HALF_HOUR_MS = 30 * 60 * 1000
SHORTEST_MS = 60_000
MOST_CHECKS = 62
"""The answered ones are bits of one number in the database."""
MARGIN_MS = 10_000
"""No check in the first and last ten seconds; also how far past its position a check still falls due."""


def positions(
    key: bytes, learner: int, lesson: int, policy: int, duration_ms: int, per_half_hour: int
) -> tuple[int, ...]:
    """The media positions of a lesson's checks in milliseconds, ascending: one in each equal part.

    A lesson under a minute has none; any other has at least one, unless the policy has none at all.
    """
    if duration_ms < SHORTEST_MS or per_half_hour <= 0:
        return ()
    count = min(MOST_CHECKS, max(1, round(duration_ms * per_half_hour / HALF_HOUR_MS)))
    room = duration_ms - 2 * MARGIN_MS
    part = room // count
    random = hashlib.shake_256(key + f"{learner}/{lesson}/{policy}".encode()).digest(8 * count)
    return tuple(
        MARGIN_MS + index * part + int.from_bytes(random[8 * index : 8 * index + 8], "big") % part
        for index in range(count)
    )


def name(key: bytes, learner: int, lesson: int, index: int) -> str:
    """The identifier under which a check is announced and answered; it cannot be guessed."""
    return signing.sign(key, f"{learner}/{lesson}/check {index}".encode())[:8].hex()
