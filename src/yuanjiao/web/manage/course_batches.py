"""Choosing the courses of a batch, its preview in numbers, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import BatchAct, Course, CourseBatch, CourseMove
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.learning.public import numbers_in_the_middle
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.web.manage import course_keys
from yuanjiao.web.manage.door import ManageRequest
from yuanjiao.web.manage.forms.batches import BatchForm
from yuanjiao.web.manage.forms.filters import CourseFilter


@dataclass(frozen=True)
class Preview:
    """What a batch would do. `studying` are the learners in the middle of the courses that will change."""

    act: str
    plan: catalogue.BatchPlan
    studying: int
    courses: str
    outside: int


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One course of a batch: how it moved, or why it did not."""

    course: Course
    move: CourseMove | None
    sentence: str


def batches_in(scope: Scope, reader: Person) -> QuerySet[CourseBatch]:
    """The batches that moved courses of her scope, and her own."""
    courses = catalogue.courses_in(scope, Permission.COURSES_WRITE)
    touched = CourseMove.objects.filter(course__in=courses, batch__isnull=False).values("batch")
    rows = CourseBatch.objects.filter(Q(pk__in=touched) | Q(started_by=reader))
    return rows.select_related("started_by", "undone_by")


def asked(request: ManageRequest) -> dict[str, Any]:
    """The courses that the address names by the filters of their list, and the act.

    One course more than a batch takes is read, so that the form can say that there are too many.
    """
    form = CourseFilter(request.GET)
    found: list[int] = []
    if request.GET:
        rows = form.in_order(form.narrow(catalogue.courses_in(request.scope, Permission.COURSES_WRITE)))
        found = list(rows.values_list("pk", flat=True)[: catalogue.MOST_IN_A_BATCH + 1])
    return {"courses": ",".join(map(str, found)), "act": request.GET.get("act", "")}


def chosen(request: ManageRequest, form: BatchForm) -> tuple[list[int], list[str]]:
    """The courses by their numbers: those of the file, if there is one, else those handed on; and unknown keys."""
    form.is_valid()
    file, course_ids = request.FILES.get("file"), form.chosen
    unknown: list[str] = []
    if file is not None:
        try:
            course_ids, unknown = course_keys.read(file.read())
        except course_keys.KeysUnreadable as problem:
            form.add_error("file", str(problem))
    if not form.errors and not course_ids:
        form.add_error("file", _("还没有选课程。请先在课程列表里筛选，或传一张课程编号表。"))
    elif len(course_ids) > catalogue.MOST_IN_A_BATCH:
        form.add_error("file", _("一次最多 %(most)s 门，请分几次。") % {"most": catalogue.MOST_IN_A_BATCH})
    return course_ids, unknown


def number_chosen(form: BatchForm) -> int:
    """How many courses the form holds."""
    return len([number for number in str(form["courses"].value() or "").split(",") if number])


def preview(scope: Scope, form: BatchForm, course_ids: list[int], now: datetime) -> Preview:
    """What would happen to the courses that she may change."""
    act = BatchAct(form.cleaned_data["act"])
    rows = catalogue.courses_in(scope, Permission.COURSES_WRITE).filter(pk__in=course_ids)
    plan = catalogue.plan_batch(act, rows, catalogue.audit_rules(now))
    studying = numbers_in_the_middle([course.pk for course in plan.will])
    return Preview(
        act=str(act.label),
        plan=plan,
        studying=sum(studying.values()),
        courses=",".join(str(line.course.pk) for line in plan.lines),
        outside=len(course_ids) - len(plan.lines),
    )


def typed(given: Mapping[str, Any]) -> dict[str, Any]:
    """The act as the action takes it."""
    return {**given, "act": BatchAct(given["act"])}


def outcome(scope: Scope, batch: CourseBatch) -> list[BatchLine]:
    """Each course of a batch that she may read, those that did not move first; three queries."""
    rows = catalogue.courses_in(scope, Permission.COURSES_READ).filter(pk__in=batch.course_ids)
    moves = {move.course_id: move for move in batch.moves.order_by("-at", "-id")}
    sentences = {each["course"]: each["sentence"] for each in batch.refused}
    lines = [BatchLine(course, moves.get(course.pk), sentences.get(course.pk, "")) for course in rows]
    return sorted(lines, key=lambda line: (not line.sentence, line.course.title))


def to_job(request: ManageRequest, deed: Callable[[], BackgroundJob], fallback: str) -> HttpResponse:
    """Begin a job and go to its page, or back with the reason why not."""
    try:
        job = deed()
    except catalogue.CatalogueFailure as failure:
        messages.error(request, failure.sentence)
        return redirect(fallback)
    return redirect("manage:job", job.key)
