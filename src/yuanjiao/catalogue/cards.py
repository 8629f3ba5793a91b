"""Courses with what a card shows of them; the rest of each stays in the table until it is asked for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Model

from yuanjiao.catalogue.models import Course, Topic
from yuanjiao.media.models import Asset

OF_CARD = {
    "id", "title", "category", "source_kind", "credit_hundredths", "duration_ms", "rating_count", "rating_sum",
    "tenure_months_max", "topic_id", "cover_id", "post_levels", "unit_kinds", "positions",
}  # fmt: skip
LISTS = {"post_levels", "unit_kinds", "positions"}
OF_COVER = {"id", "key", "kind", "state"}


def _in_order(model: type[Model], shown: Collection[str]) -> tuple[str, ...]:
    """The columns in the order of the model, in which its objects take their values."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in shown)  # noqa: SLF001 -- Django's public interface


OF_COURSE = _in_order(Course, OF_CARD)
COVER = _in_order(Asset, OF_COVER)
COLUMNS = ", ".join([f"course.{name}" for name in OF_COURSE] + [f"cover.{name}" for name in COVER] + ["topic.name"])

# Written plainly: the home page is the busiest, and an ORM takes four times as long to ask for these nine rows.
CARDS = f"""
SELECT {COLUMNS}
FROM catalogue_course course
JOIN catalogue_topic topic ON topic.id = course.topic_id
LEFT JOIN media_asset cover ON cover.id = course.cover_id
WHERE course.id IN
"""  # noqa: S608 -- own columns


def cards(numbers: Collection[int]) -> dict[int, Course]:
    """Courses by number, with topic and cover, fit for a card; one query, none for no numbers."""
    if not numbers:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"{CARDS} ({', '.join(['%s'] * len(numbers))})", list(numbers))
        found = [_course(row) for row in cursor.fetchall()]
    return {course.pk: course for course in found}


def _course(row: tuple[Any, ...]) -> Course:
    own = [_value(name, value) for name, value in zip(OF_COURSE, row, strict=False)]
    cover, topic = row[len(OF_COURSE) : -1], row[-1]
    course = Course.from_db(connection.alias, OF_COURSE, own)
    course.topic = Topic.from_db(connection.alias, ("id", "name"), (course.topic_id, topic))
    course.cover = None if cover[0] is None else Asset.from_db(connection.alias, COVER, cover)
    return course


def _value(name: str, value: Any) -> Any:
    # PostgreSQL's driver has decoded a list already, SQLite gives its text.
    return msgspec.json.decode(value) if name in LISTS and isinstance(value, str) else value
