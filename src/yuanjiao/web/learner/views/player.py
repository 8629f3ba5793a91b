"""The player page, its media addresses, and what follows a lesson."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from yuanjiao.catalogue.models import Lesson
from yuanjiao.catalogue.public import CourseBarred
from yuanjiao.learning import public as learning
from yuanjiao.media import public as media
from yuanjiao.media.models import AssetKind, AssetState
from yuanjiao.organisation.models import Person
from yuanjiao.web.learner.lessons import lesson_for
from yuanjiao.web.shell.http import PersonRequest

CAPTIONS_FILE = "captions.vtt"


@require_GET
@login_required
def player(request: PersonRequest, lesson_id: int) -> HttpResponse:
    """A lesson to watch, with the course's chapters, notes, and what is verified so far (A1, C1)."""
    try:
        lesson = lesson_for(request, lesson_id)
    except CourseBarred as barred:
        messages.error(request, str(barred))
        return redirect("learner:home")
    if lesson.asset is not None and lesson.asset.kind == AssetKind.DOCUMENT:
        return redirect("learner:document", lesson_id=lesson_id)
    return render(request, "learner/player/player.html", _page(request.user, lesson))


@require_GET
@never_cache
@login_required
def media_grant(request: PersonRequest, lesson_id: int) -> JsonResponse:
    """Signed media addresses for the next minutes, as long as the right to the course stands."""
    try:
        lesson = lesson_for(request, lesson_id)
    except CourseBarred as barred:
        return JsonResponse({"text": str(barred)}, status=403)
    if lesson.asset is None:
        return JsonResponse({}, status=404)
    now = timezone.now()
    cookie = media.cookie_of(request.session.session_key)
    granted = media.grant(lesson.asset, cookie, now)
    answer = {"base": granted.base, "expires": int(granted.expires_at.timestamp()), "now": int(now.timestamp())}
    if lesson.captions is not None and _has_captions(lesson):
        answer["captions"] = media.grant(lesson.captions, cookie, now).address(CAPTIONS_FILE)
    response = JsonResponse(answer)
    media.give_cookie(request, response)
    return response


@require_GET
@login_required
def after_lesson(request: PersonRequest, lesson_id: int) -> HttpResponse:
    """What comes next once a lesson is done: the next lesson, the quiz, or the credit and a rating."""
    try:
        lesson = lesson_for(request, lesson_id)
    except CourseBarred:
        return HttpResponse(status=403)
    return render(
        request,
        "learner/player/after.html",
        {"lesson": lesson, "course": lesson.course, "seen": _seen(request.user, lesson)},
    )


def _seen(person: Person, lesson: Lesson) -> learning.Seen:
    """The course as its player page shows it: what another device played a moment ago is in it (A10)."""
    learning.settle(person.pk)
    _version, rules = learning.watching(timezone.now())
    return learning.course_at(person.pk, lesson, rules)


def _page(person: Person, lesson: Lesson) -> dict[str, Any]:
    _version, rules = learning.watching(timezone.now())
    seen = _seen(person, lesson)
    return {
        "lesson": lesson,
        "course": lesson.course,
        "seen": seen,
        "ready": lesson.duration_ms > 0 and lesson.asset is not None and lesson.asset.state == AssetState.READY,
        "captions": _has_captions(lesson),
        "poster": media.picture_address(lesson.asset),
        "notes": learning.notes_of_lesson(person.pk, lesson.pk),
        "config": _config(person.pk, seen.here, rules),
    }


def _has_captions(lesson: Lesson) -> bool:
    return lesson.captions is not None and lesson.captions.state == AssetState.READY


def _config(learner_id: int, state: learning.LessonState, rules: learning.WatchingRules) -> dict[str, Any]:
    lesson: Lesson = state.lesson
    return {
        "learner": learner_id,
        "lesson": lesson.pk,
        "duration": lesson.duration_ms / 1000,
        "covered": [[start / 1000, end / 1000] for start, end in state.spans],
        "need": state.need_ms / 1000,
        "resume": state.position_ms / 1000,
        "pulse_every": rules.pulse_every,
        "speed_max": rules.speed_max / 100,
        "addresses": {
            "watch": reverse("learner:watch", args=[lesson.pk]),
            "pulse": "/pulse",
            "media": reverse("learner:media_grant", args=[lesson.pk]),
            "after": reverse("learner:after_lesson", args=[lesson.pk]),
            "sign_in": f"{reverse('account_login')}?next={reverse('learner:player', args=[lesson.pk])}",
        },
    }
