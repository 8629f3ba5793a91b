"""A course's page: what it is, how far she is, what others say."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course
from yuanjiao.learning.models import ActivityKind
from yuanjiao.learning.public import LearningFailure, rate, record_activity, toggle_like
from yuanjiao.web.learner.boards import channel_of
from yuanjiao.web.learner.course_page import course_page
from yuanjiao.web.learner.courses import shown_course
from yuanjiao.web.learner.forms.catalogue import MessageForm, RatingForm
from yuanjiao.web.learner.watched import after_watching
from yuanjiao.web.shell.http import PersonRequest


@require_GET
@login_required
def course(request: PersonRequest, course_id: int) -> HttpResponse:
    """Chapters with verified progress and what is missing, opinions, the board (A4, A7, A9)."""
    shown, now = shown_course(course_id), timezone.now()
    after_watching(request)
    record_activity(kind=ActivityKind.CLICK, learner_id=request.user.pk, course_id=shown.pk, now=now)
    page = course_page(request.user, shown, now, request.GET.get("page", 1), channel_of(request))
    given = {"stars": page.rating.stars, "comment": page.rating.comment} if page.rating else {"stars": 5}
    context = {"page": page, "course": shown, "message_form": MessageForm(), "rating_form": RatingForm(initial=given)}
    return render(request, "learner/courses/course.html", context)


@require_POST
@login_required
def like(request: PersonRequest, course_id: int) -> HttpResponse:
    """Like the course, or take the like back; the button alone for htmx, else the page again."""
    get_object_or_404(catalogue.seen_by_learners(), pk=course_id)
    liked = toggle_like(actor=request.user, course_id=course_id, now=timezone.now())
    if not request.headers.get("HX-Request"):
        return redirect("learner:course", course_id)
    context = {"course": Course.objects.get(pk=course_id), "liked": liked}
    return render(request, "learner/courses/like.html", context)


@require_POST
@login_required
def rate_course(request: PersonRequest, course_id: int) -> HttpResponse:
    """Stars and words after completion; what was typed stays when something is wrong."""
    shown, form = shown_course(course_id), RatingForm(request.POST)
    if form.is_valid():
        try:
            rate(actor=request.user, course_id=course_id, now=timezone.now(), **form.cleaned_data)
        except LearningFailure as failure:
            form.add_error(None, failure.sentence)
        else:
            messages.success(request, _("谢谢，您的评分已保存。"))
            return redirect("learner:course", course_id)
    page = course_page(request.user, shown, timezone.now(), channel=channel_of(request))
    context = {"page": page, "course": shown, "message_form": MessageForm(), "rating_form": form}
    return render(request, "learner/courses/course.html", context, status=422)
