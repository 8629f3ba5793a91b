"""How much counted time the server's clock allows (architecture, idea 2).

A balance grows with elapsed server time × the allowed speed, from zero at the opening of a session,
up to a cap; it is charged for newly covered media time only. So what is ever charged is at most
elapsed × speed, whatever the order of pulses, sessions, devices and restarts.
"""

from __future__ import annotations

from typing import NamedTuple


class Balance(NamedTuple):
    """Milliseconds of media time that may be counted, and the server time of the last accrual."""

    left_ms: int
    at_ms: int


NOTHING = Balance(0, 0)


def opened(now_ms: int) -> Balance:
    """The balance of a session that opens now: nothing has passed yet."""
    return Balance(0, now_ms)


def accrued(balance: Balance, now_ms: int, *, speed_hundredths: int, cap_ms: int) -> Balance:
    """The balance after time has passed.

    A clock that stepped back adds nothing, and does not move the time of accrual back either, or the
    same minutes would accrue again.

    :param speed_hundredths: allowed speed in hundredths (150: one and a half times).
    :param cap_ms: the most that may stand unused; a cap below the present balance takes nothing away.
    """
    elapsed = now_ms - balance.at_ms
    if elapsed <= 0:
        return balance
    grown = balance.left_ms + elapsed * speed_hundredths // 100
    return Balance(max(balance.left_ms, min(grown, cap_ms)), now_ms)


def charged(balance: Balance, media_ms: int) -> Balance:
    """The balance after media time was counted.

    :raises ValueError: when more is counted than the balance holds, which is a bug of the caller.
    """
    if not 0 <= media_ms <= balance.left_ms:
        raise ValueError(f"{media_ms} ms charged to a balance of {balance.left_ms} ms")
    return Balance(balance.left_ms - media_ms, balance.at_ms)
