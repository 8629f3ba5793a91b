"""One course's life: where it stands, what may be done next, what happened, who is in the middle of it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import CourseState
from yuanjiao.learning.public import numbers_in_the_middle
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage import course_life
from yuanjiao.web.manage.course_door import course_of
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.exports import export
from yuanjiao.web.manage.forms.life import BackForm, RetireForm, ScheduleForm
from yuanjiao.web.manage.forms.life_filters import LearnersFilter
from yuanjiao.web.manage.listings.life import MIDDLE
from yuanjiao.web.manage.selection import may_remind
from yuanjiao.web.shell.listing import wants_file

EXPECTED = (catalogue.CatalogueFailure,)
BACK = {
    CourseState.AUDIT: (catalogue.return_course, _("已撤回，可以继续修改。")),
    CourseState.SCHEDULED: (catalogue.unschedule_course, _("已取消定时上线。")),
    CourseState.RETIRING: (catalogue.keep_online, _("已撤销下线，课程继续开放；正在学的学员会收到通知。")),
}


@require_GET
@allowed(Permission.COURSES_READ)
def show(request: ManageRequest, course_id: int) -> HttpResponse:
    """Where the course stands, its audit, its history."""
    course = course_of(request, course_id, Permission.COURSES_READ)
    may_write = catalogue.may(request.scope, Permission.COURSES_WRITE, course)
    page = course_life.page_of(course, request.user, timezone.now())
    words = {"course": course, "life": page, "may_write": may_write, "back_form": BackForm()}
    words["reads_trail"] = catalogue.may(request.scope, Permission.AUDIT_READ, course)
    return render(request, "manage/life/course.html", words)


@require_POST
@allowed(Permission.COURSES_WRITE)
def submit(request: ManageRequest, course_id: int) -> HttpResponse:
    """Put a course before its auditors, or say everything that is missing."""
    course = course_of(request, course_id)
    deed = partial(catalogue.submit_for_audit, actor=request.user, course=course, now=timezone.now())
    return act(request, deed, _("已送审。审核人全部通过后就可以上线。"), _life(course_id), EXPECTED)


@require_POST
@allowed(Permission.COURSES_WRITE)
def publish(request: ManageRequest, course_id: int) -> HttpResponse:
    """Bring a course online, or say everything that is missing."""
    course = course_of(request, course_id)
    deed = partial(catalogue.publish_course, actor=request.user, course=course, now=timezone.now())
    return act(request, deed, _("课程已上线，学员现在可以看到。"), _course(course_id), EXPECTED)


@allowed(Permission.COURSES_WRITE)
def schedule(request: ManageRequest, course_id: int) -> HttpResponse:
    """Let a course go online by itself at a minute."""
    course = course_of(request, course_id)
    form = ScheduleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            catalogue.schedule_course(actor=request.user, course=course, now=timezone.now(), **form.cleaned_data)
        except catalogue.CatalogueFailure as failure:
            form.add_error("at" if isinstance(failure, catalogue.MomentPassed) else None, failure.sentence)
        else:
            messages.success(request, _("已定好，到时自动上线。"))
            return redirect("manage:course_life", course_id)
    words = {"course": course, "form": form}
    return render(request, "manage/life/schedule.html", words, status=422 if form.errors else 200)


@allowed(Permission.COURSES_WRITE)
def retire(request: ManageRequest, course_id: int) -> HttpResponse:
    """Ask why and until when, say whom it touches, and take a course offline or announce it."""
    course = course_of(request, course_id)
    studying = numbers_in_the_middle([course_id]).get(course_id, 0)
    given = request.GET.get("reason", "")
    form = RetireForm(request.POST) if request.method == "POST" else RetireForm.for_course(studying, given)
    if request.method == "POST" and form.is_valid():
        try:
            done = course_life.retire(request.user, course, form.cleaned_data, timezone.now())
        except catalogue.CatalogueFailure as failure:
            form.add_error("last_day" if isinstance(failure, catalogue.MomentPassed) else "reason", failure.sentence)
        else:
            messages.success(request, done)
            return redirect("manage:course", course_id)
    words = {"course": course, "form": form, "studying": studying}
    return render(request, "manage/courses/retire.html", words, status=422 if form.errors else 200)


@require_POST
@allowed(Permission.COURSES_WRITE)
def back(request: ManageRequest, course_id: int) -> HttpResponse:
    """Take back the audit, the schedule or the retirement that a course is in."""
    course = course_of(request, course_id)
    form = BackForm(request.POST)
    deed, done = BACK.get(CourseState(course.state), BACK[CourseState.RETIRING])
    if not form.is_valid():
        messages.error(request, _("请写明原因。"))
        return redirect("manage:course_life", course_id)
    reason = form.cleaned_data["reason"]
    deed = partial(deed, actor=request.user, course=course, reason=reason, now=timezone.now())
    return act(request, deed, done, _life(course_id), EXPECTED)


@require_GET
@allowed(Permission.COURSES_READ)
def learners(request: ManageRequest, course_id: int) -> HttpResponse:
    """Who is in the middle of the course, or has completed it, of those whom the reader may see."""
    course = course_of(request, course_id, Permission.COURSES_READ)
    form = LearnersFilter(request.GET)
    stage = form.wanted("stage")
    rows = form.in_order(course_life.learners_in(request.scope, course, stage, form.wanted("q")))
    if wants_file(request):
        return export(request, MIDDLE, rows.count(), lambda: course_life.named_all(rows))
    page = MIDDLE.page(request, rows)
    words = {
        "course": course,
        "form": form,
        "stage": stage,
        "page": page,
        "lines": course_life.named(list(page.object_list)),
        "whole": course_life.number_at(course, stage),
        "may_remind": may_remind(request.scope),
    }
    return render(request, "manage/life/learners.html", words)


def _course(course_id: int) -> str:
    return reverse("manage:course", args=[course_id])


def _life(course_id: int) -> str:
    return reverse("manage:course_life", args=[course_id])
