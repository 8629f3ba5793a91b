"""The lessons of a course as its editors arrange and fill them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.catalogue import public as catalogue
from yuanjiao.learning.models import Watch
from yuanjiao.media.models import AssetKind
from yuanjiao.media.public import assets_of
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.course_door import asset_of, course_of, lesson_of
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.courses import LessonForm, NewLessonForm
from yuanjiao.web.manage.views.courses import course_overview, shown_at

OFFERED = 100


@require_POST
@allowed(Permission.COURSES_WRITE)
def lesson_new(request: ManageRequest, course_id: int) -> HttpResponse:
    """Add a lesson at the end and open it, so that its film can be uploaded."""
    course, form = course_of(request, course_id), NewLessonForm(request.POST)
    if not form.is_valid():
        return course_overview(request, course, form, status=422)
    lesson = catalogue.add_lesson(
        actor=request.user, course=course, title=form.cleaned_data["title"], now=timezone.now()
    )
    return redirect("manage:lesson", course_id, lesson.pk)


@allowed(Permission.COURSES_WRITE)
def lesson(request: ManageRequest, course_id: int, lesson_id: int) -> HttpResponse:
    """A lesson's title, film or document, and captions."""
    shown = lesson_of(request, course_id, lesson_id)
    form = LessonForm(request.POST if request.method == "POST" else None, initial={"title": shown.title})
    own = assets_of(request.user).filter(kind__in=[AssetKind.VIDEO, AssetKind.DOCUMENT]).order_by("-created_at")
    form.fields["chosen_asset"].queryset = own[:OFFERED]  # type: ignore[attr-defined]  # a ModelChoiceField has one
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        asset = given["chosen_asset"] or asset_of(request, given["asset"], shown.asset) or shown.asset
        captions = asset_of(request, given["captions"], shown.captions) or shown.captions
        try:
            catalogue.change_lesson(
                actor=request.user,
                lesson=shown,
                title=given["title"],
                asset=asset,
                captions=None if given["remove_captions"] else captions,
                now=timezone.now(),
            )
        except catalogue.CatalogueFailure as failure:
            form.add_error(None, failure.sentence)
        else:
            messages.success(request, _("这一讲已保存。"))
            return redirect("manage:course", course_id)
    context = {"course": shown.course, "lesson": shown, "form": form}
    return render(request, "manage/courses/lesson.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(Permission.COURSES_WRITE)
def lesson_move(request: ManageRequest, course_id: int, lesson_id: int) -> HttpResponse:
    """Put a lesson one place up or down, or at a number."""
    shown = lesson_of(request, course_id, lesson_id)
    wanted = request.POST.get("to", "")
    step = {"up": shown.position - 1, "down": shown.position + 1}
    to = step.get(wanted, int(wanted) if wanted.isdecimal() else shown.position)
    catalogue.move_lesson(actor=request.user, lesson=shown, to=to, now=timezone.now())
    return redirect(shown_at(shown.course) + "#lessons")


@allowed(Permission.COURSES_WRITE)
def lesson_remove(request: ManageRequest, course_id: int, lesson_id: int) -> HttpResponse:
    """Say whom the removal touches, and remove."""
    shown = lesson_of(request, course_id, lesson_id)
    if request.method == "POST":
        return act(
            request,
            lambda: catalogue.remove_lesson(actor=request.user, lesson=shown, now=timezone.now()),
            _("这一讲已移除。视频文件还在您的文件里。"),
            shown_at(shown.course),
            (catalogue.CatalogueFailure,),
        )
    watchers = Watch.objects.filter(course_id=course_id, lesson_id=lesson_id).count()
    context = {"course": shown.course, "lesson": shown, "watchers": watchers}
    return render(request, "manage/courses/lesson_remove.html", context)
