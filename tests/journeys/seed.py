"""Fill the journeys' academy: ``python tests/journeys/seed.py`` in its environment; prints what tests must know."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django
from django.utils import timezone

PASSWORD = "示例-a long password"


def main() -> None:
    """A city with two districts; learners, a class teacher, administrators, an editor; one course in the tables."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    django.setup()
    from tests.factories.catalogue import make_course, make_quiz  # noqa: PLC0415 -- needs Django set up
    from tests.factories.credits import earn, enrol  # noqa: PLC0415 -- as above
    from tests.factories.organisation import grant, make_class, make_person, make_unit  # noqa: PLC0415 -- as above

    from yuanjiao.organisation.models import Role  # noqa: PLC0415 -- as above

    city = make_unit("示例市")
    district, next_door = make_unit("示例区", under=city), make_unit("邻区", under=city)
    lin = make_person("林示例", unit=district, staff_number="LIN", password=PASSWORD)
    chen = make_person("陈示例", unit=district, staff_number="CHEN", password=PASSWORD)
    zhou = make_person("周示例", unit=district, staff_number="ZHOU", password=PASSWORD)
    make_class(district, lin, chen, teacher=zhou)
    for number, name, role, unit in (
        ("WU", "吴示例", Role.UNIT_ADMINISTRATOR, district),
        ("QIN", "秦示例", Role.UNIT_ADMINISTRATOR, next_door),
        ("EDITOR", "编辑示例", Role.COURSE_EDITOR, city),
        ("ADMIN", "管理示例", Role.ACADEMY_ADMINISTRATOR, city),
    ):
        grant(make_person(name, unit=unit, staff_number=number, password=PASSWORD), role, unit)
    enrol(lin, chen, zhou, at=timezone.now())
    earn(chen, 50, at=timezone.now())
    course = make_course("示例课程", lessons=2)
    make_quiz(course)
    print(json.dumps({"learner": lin.pk, "course": course.pk, "topic": course.topic.name}))  # noqa: T201 -- its result


if __name__ == "__main__":
    main()
