"""The life of a course as data: which change leads from which state to which.

Draft, audit, scheduled, online, retiring, offline, and back. Every change passes `actions/moving.py: move`.
"""

from __future__ import annotations

from yuanjiao.catalogue.models import CourseState

DRAFT, AUDIT, SCHEDULED = CourseState.DRAFT, CourseState.AUDIT, CourseState.SCHEDULED
ONLINE, RETIRING, OFFLINE = CourseState.PUBLISHED, CourseState.RETIRING, CourseState.RETIRED

AHEAD: dict[CourseState, frozenset[CourseState]] = {
    DRAFT: frozenset({AUDIT, SCHEDULED, ONLINE}),
    AUDIT: frozenset({DRAFT, SCHEDULED, ONLINE, OFFLINE}),
    SCHEDULED: frozenset({DRAFT, AUDIT, ONLINE, OFFLINE}),
    ONLINE: frozenset({RETIRING, OFFLINE}),
    RETIRING: frozenset({ONLINE, OFFLINE}),
    OFFLINE: frozenset({AUDIT, SCHEDULED, ONLINE}),
}
"""Where a course may go from each state."""

UNDONE: dict[CourseState, frozenset[CourseState]] = {
    state: frozenset(before for before, ahead in AHEAD.items() if state in ahead) for state in AHEAD
}
"""Where an undone change may lead from each state: back along any change that leads to it."""

HIDDEN = (DRAFT, AUDIT, SCHEDULED)
"""States in which learners do not see a course that was never online."""

STUDIED = (ONLINE, RETIRING)
"""States in which somebody may study it."""
