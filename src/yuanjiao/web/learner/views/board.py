"""Message boards: the academy's own, and what is done on any board."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.catalogue.models import Course
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import BoardMessage
from yuanjiao.web.learner.boards import channel_of
from yuanjiao.web.learner.course_page import course_page
from yuanjiao.web.learner.courses import shown_course
from yuanjiao.web.learner.forms.catalogue import MessageForm, RatingForm
from yuanjiao.web.learner.forms.filters import BoardFilter
from yuanjiao.web.learner.listings import MESSAGES
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file


@login_required
def board(request: PersonRequest) -> HttpResponse:
    """The academy's board: read, search, have as an Excel file, and write (A9); what was typed stays on a mistake."""
    now, filters = timezone.now(), BoardFilter(request.GET)
    rows = filters.in_order(filters.narrow(outreach.on_board(request.user, None), request.user))
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _write(request, form, None):
        return redirect("learner:board")
    shown = outreach.board(request.user, None, now, request.GET.get("page", 1), channel_of(request), rows)
    if shown and wants_file(request):
        return MESSAGES.file(outreach.told(request.user, rows, now))
    context = {"board": shown, "message_form": form, "filters": filters}
    return render(request, "learner/board/board.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def write(request: PersonRequest, course_id: int) -> HttpResponse:
    """Write on a course's board."""
    course, form = shown_course(course_id), MessageForm(request.POST)
    if _write(request, form, course):
        return redirect(reverse("learner:course", args=[course_id]) + "#board")
    page = course_page(request.user, course, timezone.now(), channel=channel_of(request))
    context = {"page": page, "course": course, "message_form": form, "rating_form": RatingForm()}
    return render(request, "learner/courses/course.html", context, status=422)


@require_POST
@login_required
def like_message(request: PersonRequest, message_id: int) -> HttpResponse:
    """Like a message, or take the like back."""
    message = get_object_or_404(outreach.visible(request.user).select_related("author__unit"), pk=message_id)
    outreach.toggle_message_like(actor=request.user, message=message, now=timezone.now())
    if not request.headers.get("HX-Request"):
        return redirect(_board_of(message))
    message.refresh_from_db(fields=["like_count"])
    liked = message.likes.filter(person_id=request.user.pk).exists()
    return render(request, "learner/board/like.html", {"message": message, "liked": liked})


@require_POST
@login_required
def delete_message(request: PersonRequest, message_id: int) -> HttpResponse:
    """Delete one's own message."""
    message = get_object_or_404(outreach.visible(request.user), pk=message_id)
    back = _board_of(message)
    try:
        outreach.delete_message(actor=request.user, message=message)
    except outreach.OutreachFailure as failure:
        messages.error(request, failure.sentence)
    else:
        messages.success(request, _("留言已删除。"))
    return redirect(back)


@require_GET
@login_required
def delete_asked(request: PersonRequest, message_id: int) -> HttpResponse:
    """Ask before a message is deleted, with what goes with it."""
    message = get_object_or_404(outreach.visible(request.user), pk=message_id, author=request.user)
    return render(request, "learner/board/delete.html", {"message": message, "back": _board_of(message)})


def _write(request: PersonRequest, form: MessageForm, course: Course | None) -> bool:
    if not form.is_valid():
        return False
    try:
        message = outreach.write_message(
            actor=request.user,
            course=course,
            text=form.cleaned_data["text"],
            now=timezone.now(),
            channel=channel_of(request),
        )
    except outreach.OutreachFailure as failure:
        form.add_error("text", failure.sentence)
        return False
    if message.waiting:
        messages.info(request, _("留言已收到，管理员看过后就会显示。"))
    else:
        messages.success(request, _("留言已发布。"))
    return True


def _board_of(message: BoardMessage) -> str:
    page = reverse("learner:course", args=[message.course_id]) if message.course_id else reverse("learner:board")
    return f"{page}#board"
