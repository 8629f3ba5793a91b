"""The catalogue."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from ninja import Router

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course, CourseState
from yuanjiao.web.api.auth import ApiRequest, Token
from yuanjiao.web.api.limits import PAGE_SIZE, Identifier, PageNumber, Words
from yuanjiao.web.api.scopes import TokenScope
from yuanjiao.web.api.shapes import CoursePage, CourseShape, Problem

router = Router(tags=["catalogue"], auth=Token(TokenScope.CATALOGUE_READ))


@router.get("/courses", response=CoursePage, summary="Published courses by words and facets")
def courses(
    request: ApiRequest, q: Words = "", topic: Words = "", source: Words = "", page: PageNumber = 1
) -> CoursePage:
    """The same search as on the catalogue page; `topic` and `source` are values of its facets."""
    chosen = {name: (value,) for name, value in (("topic", topic), ("source", source)) if value}
    choice = catalogue.Choice(words=q, selection=chosen, page=page)
    viewer = catalogue.viewer_of(request.auth.person, timezone.localdate())
    found = catalogue.browse(choice, viewer, page_size=PAGE_SIZE)
    shapes = [shape_of(course) for course in found.courses]
    return CoursePage(total=found.total, page=found.page, pages=found.pages, courses=shapes)


@router.get("/courses/{course_id}", response={200: CourseShape, 404: Problem}, summary="One published course")
def course(request: ApiRequest, course_id: Identifier) -> CourseShape:
    """A course as learners see it; drafts and retired courses are not found."""
    del request
    found = catalogue.with_relations(Course.objects.filter(pk=course_id, state=CourseState.PUBLISHED)).first()
    if found is None:
        raise Http404
    return shape_of(found)


def shape_of(course: Course) -> CourseShape:
    """A course with its relations already read."""
    return CourseShape(
        id=course.pk,
        title=course.title,
        summary=course.summary,
        topic=course.topic.name,
        source=course.source_kind,
        university=course.university.name if course.university else None,
        lecturers=[lecturer.name for lecturer in course.lecturers.all()],
        category=course.category,
        credits=course.credit_hundredths / 100,
        lessons=course.lesson_count,
        minutes=round(course.duration_ms / 60_000, 1),
        rating=course.rating,
        published_at=course.published_at,
        demonstration=course.demonstration,
    )
