"""What one pulse does to a learner's desk: pure arithmetic of the pulse contract (C1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from yuanjiao.learning import coverage, pace
from yuanjiao.learning.checks import MARGIN_MS
from yuanjiao.learning.coverage import Spans
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.pace import Balance
from yuanjiao.learning.policy import WatchingRules

DAY_MS = 24 * 60 * 60 * 1000
CHINA_MS = 8 * 60 * 60 * 1000
"""Study days turn at midnight in China."""
LONGEST_INTERVAL_MS = 10 * 60 * 1000


class Played(NamedTuple):
    """A pulse's content. `answer` is the index of the check it answers, or -1."""

    sequence: int
    spans: Spans
    position_ms: int
    answer: int


@dataclass(slots=True)
class Outcome:
    """What came of a pulse.

    `reason` is the code of the sentence that the viewer reads, empty when all is well.
    `lesson_done` is true only for the pulse that reaches the needed coverage.
    """

    accepted: Spans = field(default_factory=list)
    held: Spans = field(default_factory=list)
    reason: str = ""
    repeated: bool = False
    lesson_done: bool = False


def advance(desk: Desk, played: Played, now_ms: int, speed: int, rules: WatchingRules) -> Outcome:
    """Take one pulse: count what the clock and the attention checks let count, and say what came of it.

    :param speed: the session's allowed speed in hundredths.
    """
    outcome = Outcome()
    if desk.is_repeated(played.sequence):
        outcome.repeated = True
        # Said again, so that a client that missed the first answer does not forget what was held.
        known = coverage.union(desk.coverage, desk.pending)
        outcome.held = coverage.difference(coverage.normal(played.spans), known)
        return outcome
    desk.remember(played.sequence)
    _note_interval(desk, now_ms)
    desk.balance_ms, desk.accrued_at_ms = pace.accrued(
        Balance(desk.balance_ms, desk.accrued_at_ms), now_ms, speed_hundredths=speed, cap_ms=rules.cap_minutes * 60_000
    )
    desk.position_ms = played.position_ms
    if played.answer >= 0 and played.answer == desk.outstanding:
        _release(desk)
    fresh = coverage.difference(coverage.normal(played.spans), desk.coverage)
    released = desk.pending if desk.outstanding < 0 else []
    if released:
        fresh = coverage.union(fresh, released)
    if fresh:
        _take(desk, fresh, now_ms, rules, outcome)
    if released:
        # What the balance did not hold yet stays with us until a later pulse finds room for it.
        desk.pending = coverage.difference(coverage.union(desk.pending, released), desk.coverage)
    if desk.completed_at_ms == 0 and desk.covered_ms >= rules.need_ms(desk.duration_ms):
        desk.completed_at_ms = now_ms
        outcome.lesson_done = True
    return outcome


def _take(desk: Desk, fresh: Spans, now_ms: int, rules: WatchingRules, outcome: Outcome) -> None:
    if desk.outstanding < 0:
        due = _due(desk, fresh)
        if due < 0:
            _count(desk, fresh, outcome)
            return
        desk.outstanding = due
        desk.check_due_ms = now_ms
        before, fresh = _split(fresh, (desk.checks or ())[due])
        _count(desk, before, outcome)
    if now_ms - desk.check_due_ms > rules.answer_within * 1000:
        outcome.held += fresh
        outcome.reason = outcome.reason or "check_missed"
        return
    pending = coverage.union(desk.pending, fresh)
    if len(pending) > coverage.MOST_SPANS:
        outcome.held += fresh
        outcome.reason = outcome.reason or "scattered"
        return
    desk.pending = pending
    outcome.reason = outcome.reason or "check_waits"


def _count(desk: Desk, fresh: Spans, outcome: Outcome) -> None:
    kept, rest = coverage.cut(fresh, desk.balance_ms)
    merged = coverage.union(desk.coverage, kept)
    if len(merged) > coverage.MOST_SPANS:
        outcome.held += fresh
        outcome.reason = "scattered"
        return
    counted = coverage.measure(kept)
    desk.coverage = merged
    desk.covered_ms += counted
    desk.counted_ms += counted
    desk.day_counted_ms += counted
    desk.charged_ms += counted
    desk.balance_ms -= counted
    outcome.accepted += kept
    if rest:
        outcome.held += rest
        outcome.reason = "too_fast"


def _release(desk: Desk) -> None:
    gone = coverage.union(desk.coverage, desk.pending)
    # One answer covers every check that was passed meanwhile, as after an offline gap.
    for index, position in enumerate(desk.checks or ()):
        if index == desk.outstanding or coverage.holds(gone, position):
            desk.answered |= 1 << index
    desk.outstanding = -1
    desk.check_due_ms = 0
    desk.pending = coverage.difference(desk.pending, desk.coverage)


def _due(desk: Desk, fresh: Spans) -> int:
    for index, position in enumerate(desk.checks or ()):
        if desk.answered >> index & 1:
            continue
        for start, end in fresh:
            if start < position + MARGIN_MS and end > position:
                return index
    return -1


def _split(spans: Spans, position: int) -> tuple[Spans, Spans]:
    before = [(start, min(end, position)) for start, end in spans if start < position]
    after = [(max(start, position), end) for start, end in spans if end > position]
    return before, after


def _note_interval(desk: Desk, now_ms: int) -> None:
    interval = now_ms - desk.accrued_at_ms
    if desk.pulses and 0 < interval < LONGEST_INTERVAL_MS:
        desk.interval_sum_ms += interval
        desk.interval_squares += interval * interval
    desk.pulses += 1
    day = (now_ms + CHINA_MS) // DAY_MS
    if day != desk.day:
        desk.day = day
        desk.day_counted_ms = 0
