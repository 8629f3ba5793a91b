"""Fill a scratch installation for a server test: ``python tests/server/seed.py`` in its environment.

Prints as JSON what the test must know. Runs as a process of its own, because the installation's settings
are not the test run's.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

FILM_SECONDS = 6
PASSWORD = "示例-a long password"


def main() -> None:
    """One district with two learners and a course editor, one course with one short lesson that has no film yet."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    django.setup()
    from tests.factories.catalogue import make_asset, make_course, make_lesson  # noqa: PLC0415 -- needs Django set up
    from tests.factories.organisation import grant, make_person, make_unit  # noqa: PLC0415 -- as above

    from yuanjiao.organisation.models import Role  # noqa: PLC0415 -- as above

    city = make_unit("示例市")
    district = make_unit("示例区", under=city)
    lin = make_person("林示例", unit=district, staff_number="LIN", password=PASSWORD)
    make_person("周示例", unit=district, staff_number="ZHOU", password=PASSWORD)
    editor = make_person("编辑示例", unit=city, staff_number="EDITOR", password=PASSWORD)
    grant(editor, Role.COURSE_EDITOR)
    asset = make_asset(minutes=1)
    course = make_course("示例课程", lesson_count=1, credit_hundredths=100)
    lesson = make_lesson(course, asset=asset)
    asset.duration_ms = lesson.duration_ms = course.duration_ms = FILM_SECONDS * 1000
    for each in (asset, lesson, course):
        each.save()
    print(json.dumps({"learner": lin.pk, "course": course.pk, "lesson": lesson.pk}))  # noqa: T201 -- its result


if __name__ == "__main__":
    main()
