"""What other rooms may use of the catalogue."""

from __future__ import annotations

from yuanjiao.catalogue.queries import (
    CourseBarred,
    Suggestion,
    bar_of,
    course_for,
    may_study,
    newest,
    reason_for,
    suggestions,
)

__all__ = [
    "CourseBarred",
    "Suggestion",
    "bar_of",
    "course_for",
    "may_study",
    "newest",
    "reason_for",
    "suggestions",
]
