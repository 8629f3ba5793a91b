"""Where a learner goes on, for her home page: one query for course, lessons, coverage and the rule."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.db import connection
from django.utils import timezone

from yuanjiao.catalogue.models import Course, Lesson, Topic
from yuanjiao.learning import coverage
from yuanjiao.learning.policy import KIND, WatchingRules, missing_ms
from yuanjiao.media.models import Asset

# Written plainly: the home page is the busiest, and building this from models cost five times its running.
LESSONS_OF_LAST_COURSE = """
    SELECT lesson.id, lesson.title, lesson.duration_ms, course.id, course.title, course.source_kind,
           topic.id, topic.name, cover.key, cover.kind, cover.state, last.last_lesson_id,
           watch.covered_ms, watch.completed_at_ms, watch.coverage,
           (SELECT body FROM kernel_policyversion WHERE kind = %s AND valid_from <= %s
            ORDER BY valid_from DESC LIMIT 1)
    FROM (SELECT progress.course_id, progress.last_lesson_id
          FROM learning_courseprogress progress JOIN catalogue_course open ON open.id = progress.course_id
          WHERE progress.learner_id = %s AND progress.completed_at IS NULL AND open.state IN ('published', 'retiring')
            AND (open.licensed_until IS NULL OR open.licensed_until >= %s)
          ORDER BY progress.last_at DESC LIMIT 1) last
    JOIN catalogue_course course ON course.id = last.course_id
    JOIN catalogue_topic topic ON topic.id = course.topic_id
    LEFT JOIN media_asset cover ON cover.id = course.cover_id
    JOIN catalogue_lesson lesson ON lesson.course_id = course.id AND lesson.duration_ms > 0
    LEFT JOIN learning_watch watch ON watch.learner_id = %s AND watch.lesson_id = lesson.id
    ORDER BY lesson.position
"""


class GoingOn(NamedTuple):
    """The lesson to open next of the course that was open last; `spans` are the verified parts in milliseconds.

    Lesson and course hold only what a card shows.
    """

    lesson: Lesson
    number: int
    lessons: int
    covered_ms: int
    missing_ms: int
    spans: coverage.Spans


class _Row(NamedTuple):
    lesson_id: int
    lesson_title: str
    duration_ms: int
    course_id: int
    course_title: str
    source_kind: str
    topic_id: int
    topic_name: str
    cover_key: str | None
    cover_kind: str | None
    cover_state: str | None
    last_lesson_id: int
    covered_ms: int | None
    completed_at_ms: int | None
    coverage: bytes | memoryview | None
    rules: Any


def going_on(learner_id: int, now: datetime) -> GoingOn | None:
    """The course opened last that is not complete, at its last lesson, or at the next if that is done. One query."""
    moment = connection.ops.adapt_datetimefield_value(now)
    today = connection.ops.adapt_datefield_value(timezone.localdate(now))
    with connection.cursor() as cursor:
        cursor.execute(LESSONS_OF_LAST_COURSE, [KIND, moment, learner_id, today, learner_id])
        rows = [_Row(*row) for row in cursor.fetchall()]
    if not rows:
        return None
    unfinished = [number for number, row in enumerate(rows) if not row.completed_at_ms]
    last = [number for number in unfinished if rows[number].lesson_id == rows[number].last_lesson_id]
    at = (last or unfinished or [len(rows) - 1])[0]
    row = rows[at]
    covered = row.covered_ms or 0
    missing = missing_ms(_rules(row.rules).need_ms(row.duration_ms), covered) if at in unfinished else 0
    return GoingOn(_lesson(row), at + 1, len(rows), covered, missing, coverage.unpack(bytes(row.coverage or b"")))


def _lesson(row: _Row) -> Lesson:
    topic = Topic(id=row.topic_id, name=row.topic_name)
    cover = Asset(key=row.cover_key, kind=row.cover_kind or "", state=row.cover_state or "") if row.cover_key else None
    course = Course(id=row.course_id, title=row.course_title, source_kind=row.source_kind, topic=topic, cover=cover)
    return Lesson(id=row.lesson_id, title=row.lesson_title, duration_ms=row.duration_ms, course=course)


def _rules(body: Any) -> WatchingRules:
    if isinstance(body, str | bytes):
        return msgspec.json.decode(body, type=WatchingRules)
    return msgspec.convert(body or {}, WatchingRules)
