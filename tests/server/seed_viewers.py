"""Fill a scratch installation for honest viewers: many learners, one short lesson, no faster than life.

``python tests/server/seed_viewers.py`` in the installation's environment; prints as JSON what the test must know.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

PASSWORD = "示例-a long password"
LEARNERS = 12
LESSON_SECONDS = 5


def main() -> None:
    """Learners V0 to V11 under the strictest policy: no second may count that the clock did not give."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    django.setup()
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 -- needs Django set up
    from tests.factories.catalogue import make_asset, make_course, make_lesson  # noqa: PLC0415 -- as above
    from tests.factories.organisation import make_person, make_unit  # noqa: PLC0415 -- as above

    from yuanjiao.kernel.models import PolicyVersion  # noqa: PLC0415 -- as above
    from yuanjiao.organisation.models import Person  # noqa: PLC0415 -- as above

    PolicyVersion.objects.create(kind="watching", number=1, valid_from="2020-01-01T00:00Z", body={"speed_max": 100})
    city = make_unit("示例市")
    people = [make_person(f"示例{each}", unit=city, staff_number=f"V{each}").pk for each in range(LEARNERS)]
    Person.objects.update(password=make_password(PASSWORD))
    course = make_course("示例课程", lesson_count=1, credit_hundredths=100)
    lesson = make_lesson(course, asset=make_asset())
    lesson.asset.duration_ms = lesson.duration_ms = course.duration_ms = LESSON_SECONDS * 1000
    for each in (lesson.asset, lesson, course):
        each.save()
    print(json.dumps({"people": people, "lesson": lesson.pk}))  # noqa: T201 -- its result


if __name__ == "__main__":
    main()
