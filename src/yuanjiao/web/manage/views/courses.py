"""Courses as their editors work on them: list, new, change, preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course, Lecturer, Supplier, Topic, University
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import OutOfScope, Permission
from yuanjiao.organisation.queries import common_positions
from yuanjiao.web.learner.course_page import course_page
from yuanjiao.web.manage import course_door
from yuanjiao.web.manage.course_door import asset_of, course_of
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.courses import CourseForm, NewLessonForm, given_of
from yuanjiao.web.manage.forms.filters import CourseFilter
from yuanjiao.web.manage.listings.courses import COURSES
from yuanjiao.web.shell.listing import wants_file

OFFERED = 200


@require_GET
@allowed(Permission.COURSES_READ)
def courses(request: ManageRequest) -> HttpResponse:
    """The courses of her scope with search, filters, order, count and pages, or as an Excel file."""
    form = CourseFilter(request.GET)
    reach = catalogue.courses_in(request.scope, Permission.COURSES_READ).select_related("topic", "unit")
    rows = form.in_order(form.narrow(reach))
    if wants_file(request):
        return COURSES.file(rows)
    may_write = request.scope.has(Permission.COURSES_WRITE)
    sees_people = request.scope.has(Permission.PEOPLE_READ)
    context = {"form": form, "page": COURSES.page(request, rows), "may_write": may_write, "sees_people": sees_people}
    return render(request, "manage/courses/list.html", context)


@allowed(Permission.COURSES_WRITE)
def course_new(request: ManageRequest) -> HttpResponse:
    """Create a course; its lessons come next."""
    form = _form(request, None)
    if request.method == "POST" and form.is_valid():
        cover = asset_of(request, form.cleaned_data["cover"], None)
        course = _saved(request, form, lambda: catalogue.create_course(
            actor=request.user, fields=form.course_fields(cover), now=timezone.now()
        ))  # fmt: skip
        if course is not None:
            messages.success(request, _("课程已建好，还是草稿。接下来添加讲次。"))
            return redirect("manage:course", course.pk)
    return _form_page(request, form, None)


@allowed(Permission.COURSES_WRITE)
def course_edit(request: ManageRequest, course_id: int) -> HttpResponse:
    """Change a course."""
    course = course_of(request, course_id)
    form = _form(request, course)
    if request.method == "POST" and form.is_valid():
        cover = asset_of(request, form.cleaned_data["cover"], course.cover)
        saved = _saved(request, form, lambda: catalogue.change_course(
            actor=request.user, course=course, fields=form.course_fields(cover), now=timezone.now()
        ))  # fmt: skip
        if saved is not None:
            messages.success(request, _("课程信息已保存。"))
            return redirect("manage:course", course_id)
    return _form_page(request, form, course)


@require_GET
@allowed(Permission.COURSES_WRITE)
def course(request: ManageRequest, course_id: int) -> HttpResponse:
    """One course: where it stands, what is missing, its lessons and its quiz."""
    shown = course_of(request, course_id)
    return course_overview(request, shown, NewLessonForm())


def course_overview(request: ManageRequest, shown: Course, form: NewLessonForm, status: int = 200) -> HttpResponse:
    """The overview with a form for one more lesson."""
    quiz, origin = getattr(shown, "quiz", None), catalogue.origin_of(shown)
    context = {
        "course": shown,
        "contract": origin and origin.contract,
        "lessons": shown.lessons.select_related("asset", "captions"),
        "quiz": quiz,
        "questions": quiz.questions.count() if quiz else 0,
        "missing": course_door.missing_of(shown),
        "audience": catalogue.audience_words(shown),
        "form": form,
    }
    return render(request, "manage/courses/course.html", context, status=status)


@require_GET
@allowed(Permission.COURSES_READ)
def course_preview(request: ManageRequest, course_id: int) -> HttpResponse:
    """The course's page as a learner sees it, also before it is online."""
    shown = course_of(request, course_id, Permission.COURSES_READ)
    page = course_page(request.user, shown, timezone.now(), preview=True)
    may_write = catalogue.may(request.scope, Permission.COURSES_WRITE, shown)
    words = {"page": page, "course": shown, "may_write": may_write}
    return render(request, "learner/courses/course.html", words)


def shown_at(shown: Course) -> str:
    """The address of a course's overview."""
    return f"/manage/courses/{shown.pk}/"


def _form(request: ManageRequest, course: Course | None) -> CourseForm:
    prefixes = request.scope.prefixes(Permission.COURSES_WRITE)
    units = list(Unit.objects.filter(path__in=prefixes))
    if course is not None and course.unit is not None and course.unit not in units:
        units.append(course.unit)
    whole = catalogue.covers_academy(request.scope, Permission.COURSES_WRITE)
    first = {"credit": 1, "unit": units[0] if units and not whole else None}
    return CourseForm(
        request.POST if request.method == "POST" else None,
        initial=given_of(course) if course else first,
        units=units,
        whole_academy=whole,
    )


def _saved(request: ManageRequest, form: CourseForm, save: Any) -> Course | None:
    unit = form.cleaned_data["unit"]
    if unit is not None and not request.scope.may(Permission.COURSES_WRITE, unit):
        raise OutOfScope
    try:
        saved: Course = save()
    except catalogue.CatalogueFailure as failure:
        form.add_error(None, failure.sentence)
        return None
    return saved


def _form_page(request: ManageRequest, form: CourseForm, course: Course | None) -> HttpResponse:
    context = {
        "form": form,
        "course": course,
        "cover": asset_of(request, str(form["cover"].value() or ""), course.cover if course else None),
        "positions": common_positions(request.scope.people(Permission.COURSES_WRITE), OFFERED),
        "topics": Topic.objects.all()[:OFFERED],
        "universities": University.objects.all()[:OFFERED],
        "suppliers": Supplier.objects.order_by("name")[:OFFERED],
        "lecturers": Lecturer.objects.order_by("name")[:OFFERED],
    }
    return render(request, "manage/courses/form.html", context, status=422 if form.errors else 200)
