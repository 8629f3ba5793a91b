"""The way of a production as data: planned, recorded, edited, audited, a course; or given up."""

from __future__ import annotations

from yuanjiao.catalogue.models import ProductionState

PLANNED, RECORDED, EDITED = ProductionState.PLANNED, ProductionState.RECORDED, ProductionState.EDITED
AUDITED, PUBLISHED, ABANDONED = ProductionState.AUDITED, ProductionState.PUBLISHED, ProductionState.ABANDONED

AHEAD: dict[ProductionState, ProductionState] = {
    PLANNED: RECORDED,
    RECORDED: EDITED,
    EDITED: AUDITED,
    AUDITED: PUBLISHED,
}
"""The next state of each; a course and what was given up have none."""

UNDER_WAY = (PLANNED, RECORDED, EDITED, AUDITED)
"""The columns of the board."""


def back_from(state: ProductionState) -> ProductionState | None:
    """Where work goes that did not pass: one state back."""
    return next((before for before, after in AHEAD.items() if after == state and state in UNDER_WAY), None)


def may_go(state: ProductionState, to: ProductionState) -> bool:
    """Whether a change leads there: ahead by one, back by one, given up while under way, taken up again."""
    if to == ABANDONED:
        return state in UNDER_WAY
    if state == ABANDONED:
        return to == PLANNED
    return to in (AHEAD.get(state), back_from(state))


def needs_words(state: ProductionState, to: ProductionState) -> bool:
    """Whether whoever makes the change says why: giving up, and sending back."""
    return to == ABANDONED or to == back_from(state)
