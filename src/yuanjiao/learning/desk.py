"""One learner's hot state: her allowance, and the watch of the lesson she has open."""

from __future__ import annotations

from dataclasses import dataclass, field

from yuanjiao.learning.coverage import Spans

REMEMBERED = 62
"""How many pulse numbers back a repetition is known; whatever is older counts as repeated."""


@dataclass(slots=True)
class Desk:
    """What the rows `Allowance` and `Watch` hold, ready for arithmetic.

    `lesson` is the active session's. All times and lengths are milliseconds. `checks` are the media
    positions of the lesson's attention checks, none before they are looked up. `charged_ms` is what was counted
    since the rows were written. `outstanding` is the index of the check that waits for
    its answer, or -1.
    """

    learner: int
    version: int = 0
    balance_ms: int = 0
    accrued_at_ms: int = 0
    epoch: int = 0
    session: int = 0
    lesson: int = 0
    sequence_high: int = -1
    sequence_mask: int = 0
    pulses: int = 0
    counted_ms: int = 0
    interval_sum_ms: int = 0
    interval_squares: int = 0
    day: int = 0
    day_counted_ms: int = 0
    journal_id: int = 0
    watch_version: int = 0
    course: int = 0
    duration_ms: int = 0
    coverage: Spans = field(default_factory=list)
    covered_ms: int = 0
    position_ms: int = 0
    pending: Spans = field(default_factory=list)
    answered: int = 0
    outstanding: int = -1
    check_due_ms: int = 0
    completed_at_ms: int = 0
    charged_ms: int = 0
    checks: tuple[int, ...] | None = None

    def is_repeated(self, sequence: int) -> bool:
        """Whether a pulse of this number was taken before (or is too old to tell)."""
        back = self.sequence_high - sequence
        if back < 0:
            return False
        return back >= REMEMBERED or bool(self.sequence_mask >> back & 1)

    def remember(self, sequence: int) -> None:
        """Note a pulse's number; gaps and disorder are normal."""
        ahead = sequence - self.sequence_high
        if ahead > 0:
            kept = self.sequence_mask << ahead if ahead < REMEMBERED else 0
            self.sequence_mask = (kept | 1) & ((1 << REMEMBERED) - 1)
            self.sequence_high = sequence
        else:
            self.sequence_mask |= 1 << -ahead
