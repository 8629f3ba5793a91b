"""A learner's class with its teacher, as her own pages show it (A18)."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from yuanjiao.organisation.models import Person

# Written plainly, because the home page asks for it every time.
MY_CLASS = """
SELECT found.name, found.size, teacher.full_name, teacher.position, teacher.phone, teacher.email
FROM organisation_classplace place
JOIN organisation_classgroup found ON found.id = place.class_group_id
LEFT JOIN organisation_person teacher ON teacher.id = found.teacher_id
WHERE place.person_id = %s
"""


class Teacher(NamedTuple):
    """Who teaches a class and how to reach her."""

    full_name: str
    position: str
    phone: str | None
    email: str | None


class MyClass(NamedTuple):
    """A class, how many are in it, and its teacher if it has one."""

    name: str
    size: int
    teacher: Teacher | None


def my_class(person: Person) -> MyClass | None:
    """The class of a learner; none before she is placed. One query."""
    with connection.cursor() as cursor:
        cursor.execute(MY_CLASS, (person.pk,))
        row = cursor.fetchone()
    if row is None:
        return None
    name, size, *teacher = row
    return MyClass(name, size, Teacher(*teacher) if teacher[0] is not None else None)
