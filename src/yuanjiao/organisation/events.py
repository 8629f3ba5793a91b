"""What the organisation tells the rooms above it, in the same transaction as the change.

A room above registers a callable in its ``apps.py: ready()``: ``events.person_enrolled.append(my_hook)``.
Every hook takes a *list* of facts and the moment, whether one person moved or an import moved a thousand,
so that there is one code path and it is the quick one. Only active learners are spoken of, except by
`signed_out_elsewhere`: who stops being a learner has left, who becomes one has enrolled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from django.utils.functional import Promise


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


@dataclass(frozen=True, slots=True)
class Succeeded:
    """A unit that another has taken the place of, from a day on: wholly, and it ended; or of a part of it.

    `moved` says that the heir is the same unit in another place.
    What still goes on in a unit that ended is to be handed over to its heir; what has ended stays with it.
    """

    former_id: int
    former_path: str
    heir_id: int
    heir_path: str
    on: date
    whole: bool
    moved: bool


@dataclass(frozen=True, slots=True)
class Reorganised:
    """Administrators who are to hear of a reorganisation, with the words; `made` when it has been made."""

    reorganisation_id: int
    person_ids: tuple[int, ...]
    title: str
    body: str
    made: bool


class Concerning(NamedTuple):
    """People who are to hear of an act that is about themselves, in words that each reads in her language.

    `page` is the path of the page where she sees what has become of it.
    """

    person_ids: tuple[int, ...]
    words: str | Promise
    detail: str | Promise = ""
    page: str = ""


class Belonging(NamedTuple):
    """Things of one kind that go with units, as the preview of a reorganisation counts them."""

    name: str | Promise
    number: int


Fact = TypeVar("Fact")
Hooks = list[Callable[[Sequence[Fact], datetime], None]]

person_enrolled: Hooks[Enrolled] = []
person_transferred: Hooks[Transferred] = []
person_left: Hooks[Left] = []
person_reclassified: Hooks[Reclassified] = []
units_succeeded: Hooks[Succeeded] = []
units_reorganised: Hooks[Reorganised] = []
concerned: Hooks[Concerning] = []
belongings: list[Callable[[Sequence[str]], Sequence[Belonging]]] = []
"""Each counts what belongs to the subtrees of tree paths and would be handed over."""
frozen_until: list[Callable[[Sequence[str]], date | None]] = []
"""Each gives the last day of frozen figures that tell of the units of tree paths: nothing up to it may change."""
signed_out_elsewhere: Hooks[int] = []
"""Takes person numbers whose other sessions have just been ended: their watch tokens must end too."""


def tell(hooks: Hooks[Fact], facts: Sequence[Fact], at: datetime) -> None:
    """Call every hook with the facts, unless there are none."""
    if facts:
        for hook in hooks:
            hook(facts, at)
