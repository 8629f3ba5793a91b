"""What the organisation tells the rooms above it, in the same transaction as the change.

A room above registers a callable in its ``apps.py: ready()``: ``events.person_enrolled.append(my_hook)``.
Every hook takes a *list* of facts and the moment, whether one person moved or an import moved a thousand,
so that there is one code path and it is the quick one. Only active learners are spoken of, except by
`signed_out_elsewhere`: who stops being a learner has left, who becomes one has enrolled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A learner who is new, has come back, or has become a learner."""

    person_id: int
    unit_id: int
    unit_path: str
    post_level: str


@dataclass(frozen=True, slots=True)
class Transferred:
    """A learner whose unit is another from now on."""

    person_id: int
    unit_id: int
    from_path: str
    to_path: str


@dataclass(frozen=True, slots=True)
class Left:
    """A learner who has left, retired, or stopped being a learner."""

    person_id: int
    unit_path: str


@dataclass(frozen=True, slots=True)
class Reclassified:
    """A learner whose post level changed, and with it what the year requires of her."""

    person_id: int
    unit_path: str
    from_level: str
    to_level: str


Fact = TypeVar("Fact")
Hooks = list[Callable[[Sequence[Fact], datetime], None]]

person_enrolled: Hooks[Enrolled] = []
person_transferred: Hooks[Transferred] = []
person_left: Hooks[Left] = []
person_reclassified: Hooks[Reclassified] = []
signed_out_elsewhere: Hooks[int] = []
"""Takes person numbers whose other sessions have just been ended: their watch tokens must end too."""


def tell(hooks: Hooks[Fact], facts: Sequence[Fact], at: datetime) -> None:
    """Call every hook with the facts, unless there are none."""
    if facts:
        for hook in hooks:
            hook(facts, at)
