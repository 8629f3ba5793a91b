"""How far a year's tasks are on a day, and how that compares with the year before: arithmetic only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class TaskFacts(NamedTuple):
    """What is known of a task: until when it was to be done, when it was, whether it was dropped, its progress."""

    ends_on: date
    finished_on: date | None
    dropped: bool
    progress: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Of a year's tasks, as of a day: all that count, finished, finished in time, late; and their mean progress."""

    tasks: int
    finished: int
    in_time: int
    late: int
    dropped: int
    mean: float

    @property
    def finished_rate(self) -> float:
        """Share of the tasks that count which are finished."""
        return self.finished / self.tasks if self.tasks else 0.0


def progress_on(day: date, tasks: Iterable[TaskFacts]) -> Progress:
    """The tasks of a year as they stood at the end of a day; a dropped one counts for nothing else."""
    every = list(tasks)
    counted = [task for task in every if not task.dropped]
    finished = [task for task in counted if task.finished_on and task.finished_on <= day]
    return Progress(
        tasks=len(counted),
        finished=len(finished),
        in_time=sum(task.finished_on is not None and task.finished_on <= task.ends_on for task in finished),
        late=sum(task.ends_on < day for task in counted if task not in finished),
        dropped=len(every) - len(counted),
        mean=sum(task.progress for task in counted) / len(counted) / 100 if counted else 0.0,
    )


def year_before(day: date) -> date:
    """The same day a year ago; for 29 February the day before."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
