"""What the catalogue asks of the rooms above it, and what it tells them."""

from __future__ import annotations

from collections.abc import Callable

from yuanjiao.catalogue.models import Course, CourseMove, CourseWish

publishing_checks: list[Callable[[Course], list[str]]] = []
"""Each gives the sentences of what a course lacks before learners may see it; see `apps.py: ready()`."""

in_the_middle: list[Callable[[int, int], bool]] = []
"""Each says whether a person is in the middle of a course (begun, not completed): her number, the course's."""

moved: list[Callable[[CourseMove], None]] = []
"""Told of every change of a course's state, in its transaction."""

wish_answered: list[Callable[[CourseWish], None]] = []
"""Told of every wish that gets its answer, in the same transaction."""
