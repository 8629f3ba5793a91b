"""Fill a scratch installation for the attacks: one academy, one course of two lessons with a quiz, many learners.

``python tests/server/seed_attacks.py`` in the installation's environment; prints as JSON what the test must know.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

PASSWORD = "示例-a long password"
LEARNERS = 40
MINUTES = 10


def main() -> None:
    """Learners A0 to A39; attention checks off, speeds up to one and a half."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    django.setup()
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 -- needs Django set up
    from tests.factories.catalogue import make_course, make_quiz  # noqa: PLC0415 -- as above
    from tests.factories.organisation import make_person, make_unit  # noqa: PLC0415 -- as above

    from yuanjiao.kernel.models import PolicyVersion  # noqa: PLC0415 -- as above

    PolicyVersion.objects.create(
        kind="watching", number=1, valid_from="2020-01-01T00:00Z", body={"checks_per_half_hour": 0, "need_per_mille": 5}
    )
    city = make_unit("示例市")
    password = make_password(PASSWORD)
    people = []
    for number in range(LEARNERS):
        person = make_person(f"示例{number}", unit=city, staff_number=f"A{number}")
        type(person).objects.filter(pk=person.pk).update(password=password)
        people.append(person.pk)
    course = make_course("示例课程", lessons=2, minutes=MINUTES)
    quizzed = make_course("示例测验课", lessons=1, minutes=MINUTES)
    make_quiz(quizzed)
    print(  # noqa: T201 -- its result
        json.dumps(
            {
                "people": people,
                "lessons": list(course.lessons.values_list("pk", flat=True)),
                "course": course.pk,
                "quizzed": quizzed.pk,
                "quizzed_lesson": quizzed.lessons.get().pk,
            }
        )
    )


if __name__ == "__main__":
    main()
