"""What the library asks the rooms above it to do, in the transaction of what they are told.

A room above registers in its `apps.py`::

    library.events.notices.append(leave_notices)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple


class ToTell(NamedTuple):
    """A notice for several people."""

    person_ids: Sequence[int]
    title: str
    body: str
    link: str
    at: datetime


notices: list[Callable[[ToTell], object]] = []
