"""A small academy whose learners all have a lesson of twenty seconds open: ``python -m bench.pulses.academy LEARNERS``.

Prints their watch tokens as JSON on the last line; learner n of the list has the number n + 1.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanjiao.settings.embedded")
django.setup()

from django.db import transaction  # noqa: E402 -- Django must be set up first

from yuanjiao.catalogue.models import Course, CourseState, Lesson, SourceKind, Topic  # noqa: E402 -- as above
from yuanjiao.learning.models import Allowance  # noqa: E402 -- as above
from yuanjiao.learning.public import Viewer, now_ms, open_session  # noqa: E402 -- as above
from yuanjiao.media.models import Asset, AssetKind, AssetState  # noqa: E402 -- as above
from yuanjiao.organisation.models import Person, Unit, UnitKind  # noqa: E402 -- as above

SECONDS = 20
HALF_HOUR_MS = 30 * 60 * 1000


@transaction.atomic
def academy(learners: int) -> Lesson:
    """One unit, its learners, one course of one lesson."""
    unit = Unit.add_root(name="示例市", kind=UnitKind.CITY, valid_from=date(2020, 1, 1))
    Person.objects.bulk_create(
        [
            Person(staff_number=f"S{number}", full_name=f"示例{number}", unit=unit, password="!")  # noqa: S106 -- no password at all
            for number in range(1, learners + 1)
        ]
    )
    asset = Asset.objects.create(
        kind=AssetKind.VIDEO, state=AssetState.READY, original_name="示例.mp4", duration_ms=SECONDS * 1000
    )
    course = Course.objects.create(
        title="示例课程",
        topic=Topic.objects.create(name="示例主题"),
        source_kind=SourceKind.LOCALLY_PRODUCED,
        state=CourseState.PUBLISHED,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        demonstration=True,
        lesson_count=1,
    )
    return Lesson.objects.create(course=course, position=1, title="第1讲", asset=asset, duration_ms=SECONDS * 1000)


if __name__ == "__main__":
    lesson = academy(int(sys.argv[1]))
    tokens = [
        open_session(Viewer(number), lesson=lesson, clock=now_ms)["token"]
        for number in Person.objects.order_by("pk").values_list("pk", flat=True)
    ]
    Allowance.objects.update(balance_ms=HALF_HOUR_MS)
    print(json.dumps(tokens))
