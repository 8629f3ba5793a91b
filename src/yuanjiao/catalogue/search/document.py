"""What of a course can be found, by weight."""

from __future__ import annotations

from yuanjiao.catalogue.models import Course
from yuanjiao.kernel.search.entry import Entry, entry_of


def document_of(course: Course) -> Entry:
    """The course as the index keeps it; reads its lecturers, topic and university."""
    lecturers = [str(lecturer) for lecturer in course.lecturers.all()]
    names = [*lecturers, *map(str, course.tags), str(course.topic)]
    if course.university:
        names.append(str(course.university))
    return entry_of(course.pk, title=course.title, names=" ".join(names), whole_names=lecturers, summary=course.summary)
