"""What of a course can be found, by weight."""

from __future__ import annotations

from typing import NamedTuple

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.search import words


class Document(NamedTuple):
    """The words of one course, from the weightiest field to the lightest."""

    course_id: int
    title: list[str]
    people: list[str]
    sounds: list[str]
    summary: list[str]
    pairs: list[str]


def document_of(course: Course) -> Document:
    """The course as the index keeps it; reads its lecturers, topic and university."""
    lecturers = [str(lecturer) for lecturer in course.lecturers.all()]
    names = [*lecturers, *map(str, course.tags), str(course.topic)]
    if course.university:
        names.append(str(course.university))
    named = " ".join(names)
    heard = f"{course.title} {named}"
    return Document(
        course_id=course.pk,
        title=words.words(course.title),
        people=[*words.words(named), *lecturers],
        sounds=words.sounds(heard),
        summary=words.words(course.summary),
        pairs=words.pairs(heard),
    )
