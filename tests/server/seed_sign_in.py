"""Fill a scratch installation for the sign-in tests: ``python tests/server/seed_sign_in.py`` in its environment."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django
from django.utils import timezone

PASSWORD = "示例-a long password"


def main() -> None:
    """A district with two learners, a newcomer with a code, one who has left, two administrators, and a course."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    django.setup()
    from tests.factories.catalogue import make_asset, make_course, make_lesson  # noqa: PLC0415 -- needs Django set up
    from tests.factories.organisation import grant, make_person, make_unit  # noqa: PLC0415 -- as above

    from yuanjiao.organisation.models import Role  # noqa: PLC0415 -- as above
    from yuanjiao.organisation.public import Scope, reset_one_time_code  # noqa: PLC0415 -- as above

    district = make_unit("示例区", under=make_unit("示例市"))
    people = {"LIN": "林示例", "ZHOU": "周示例", "GONE": "葛示例", "WU": "吴示例", "QIN": "秦示例"}
    for number, name in people.items():
        person = make_person(
            name,
            unit=district,
            staff_number=number,
            email=f"{number.lower()}@example.org",
            password=PASSWORD,
            is_active=number != "GONE",
        )
        if number in {"WU", "QIN"}:
            grant(person, Role.UNIT_ADMINISTRATOR, district)
    now = timezone.now()
    newcomer = make_person("辛示例", unit=district, staff_number="NEW", appointed_on=None)
    code = reset_one_time_code(actor=Scope.of_system(), person_id=newcomer.pk, now=now)
    lesson = make_lesson(make_course("示例课程", lesson_count=1), asset=make_asset(minutes=1))
    print(json.dumps({"lesson": lesson.pk, "code": code}))  # noqa: T201 -- its result


if __name__ == "__main__":
    main()
