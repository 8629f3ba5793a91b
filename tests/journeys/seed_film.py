"""Put a lesson with a small real film into an academy: ``python tests/journeys/seed_film.py`` in its environment.

The academy's own worker makes the film; prints as JSON what tests must know.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import django
from django.utils import timezone

SECONDS = 8
PATIENCE_SECONDS = 90


def main() -> None:
    """One course of one lesson, taken in as an upload is, and waited for."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    django.setup()
    from tests.factories.catalogue import make_course, make_lesson  # noqa: PLC0415 -- needs Django set up
    from tests.factories.media import make_film  # noqa: PLC0415 -- as above

    from yuanjiao.media.models import AssetState  # noqa: PLC0415 -- as above
    from yuanjiao.media.public import take_in  # noqa: PLC0415 -- as above

    with tempfile.TemporaryDirectory() as folder:
        film = make_film(Path(folder) / "lecture.mp4", seconds=SECONDS)
        asset = take_in(actor_id=None, kind="video", name=film.name, file=film, now=timezone.now())
        deadline = time.monotonic() + PATIENCE_SECONDS
        while asset.state in {AssetState.WAITING, AssetState.PROCESSING} and time.monotonic() < deadline:
            time.sleep(0.2)
            asset.refresh_from_db()
    assert asset.state == AssetState.READY, (asset.state, asset.problem, asset.problem_detail)
    course = make_course("示例短片", lesson_count=1, duration_ms=asset.duration_ms)
    lesson = make_lesson(course, asset=asset)
    type(lesson).objects.filter(pk=lesson.pk).update(duration_ms=asset.duration_ms)
    print(json.dumps({"course": course.pk, "lesson": lesson.pk, "seconds": asset.duration_ms / 1000}))  # noqa: T201 -- its result


if __name__ == "__main__":
    main()
