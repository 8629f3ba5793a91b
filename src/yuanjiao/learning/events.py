"""What the rooms above are told, synchronously, in the transaction that makes it true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Completion:
    """A learner has completed a course: every lesson covered and the quiz, if there is one, passed.

    `evidence` holds what the ledger keeps: covered and needed milliseconds by lesson, watch sessions,
    quiz score, policy version.
    """

    learner_id: int
    course_id: int
    at: datetime
    evidence: dict[str, Any] = field(default_factory=dict)


course_completed: list[Callable[[Completion], None]] = []
"""Called once for each learner and course; an error undoes the completion."""
