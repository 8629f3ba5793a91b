"""Opening a lesson to watch it: the pulse contract's first request."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.catalogue.models import Lesson
from yuanjiao.catalogue.public import may_study
from yuanjiao.learning.public import LessonNotWatchable, Viewer, now_ms, open_session
from yuanjiao.web.learner.boards import channel_of
from yuanjiao.web.learner.watched import remember_watching
from yuanjiao.web.shell.http import PersonRequest


@require_POST
@login_required
def watch(request: PersonRequest, lesson_id: int) -> JsonResponse:
    """Open a watch session and answer with its token (architecture, pulse contract)."""
    lesson = get_object_or_404(Lesson.objects.select_related("course", "asset"), pk=lesson_id)
    if not may_study(request.user, lesson.course, timezone.now()):
        return JsonResponse({"say": {"code": "no_right", "text": _("这门课程现在不对您开放。")}}, status=403)
    device, address = request.headers.get("User-Agent", ""), request.META.get("REMOTE_ADDR", "")
    viewer = Viewer(request.user.pk, device, address, channel_of(request).number)
    try:
        answer = JsonResponse(open_session(viewer, lesson=lesson, clock=now_ms))
    except LessonNotWatchable:
        return JsonResponse({"say": {"code": "not_ready", "text": _("这一讲还没有可播放的视频。")}}, status=409)
    remember_watching(answer)
    return answer
