"""What the catalogue asks of the rooms above it."""

from __future__ import annotations

from collections.abc import Callable

from yuanjiao.catalogue.models import Course

publishing_checks: list[Callable[[Course], list[str]]] = []
"""Each gives the sentences of what a course lacks before learners may see it; see `apps.py: ready()`."""
