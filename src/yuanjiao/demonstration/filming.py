"""The demonstration's background work."""

from __future__ import annotations

from django_tasks import task

from yuanjiao.demonstration import films
from yuanjiao.demonstration.lectures.script import lectures

BEHIND_EVERYONE = -50
"""Films wait behind whatever a visitor starts."""


@task(priority=BEHIND_EVERYONE)
def make_lecture(name: str) -> None:
    """Film one lecture and make it playable."""
    films.make(next(lecture for lecture in lectures() if lecture.name == name))
