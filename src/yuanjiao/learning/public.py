"""The learning domain's door: what other rooms may use of it."""

from __future__ import annotations

from yuanjiao.learning.actions.presence import keep_curve, share_presence
from yuanjiao.learning.actions.sessions import LessonNotWatchable, Viewer, end_sessions, mint, open_session
from yuanjiao.learning.completion import complete_if_due
from yuanjiao.learning.intake.assembly import pulse_sink
from yuanjiao.learning.policy import WatchingRules, watching
from yuanjiao.learning.queries.presence import curve
from yuanjiao.learning.queries.progress import (
    Continuing,
    LessonState,
    continue_watching,
    lesson_states,
    progresses,
    studied_since,
)
from yuanjiao.learning.server_clock import now_ms

__all__ = [
    "Continuing",
    "LessonNotWatchable",
    "LessonState",
    "Viewer",
    "WatchingRules",
    "complete_if_due",
    "continue_watching",
    "curve",
    "end_sessions",
    "keep_curve",
    "lesson_states",
    "mint",
    "now_ms",
    "open_session",
    "progresses",
    "pulse_sink",
    "share_presence",
    "studied_since",
    "watching",
]
