"""Documents of a course, read in the browser; reading earns nothing by time."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.catalogue.models import Lesson
from yuanjiao.catalogue.public import CourseBarred
from yuanjiao.media import public as media
from yuanjiao.media.models import Asset, AssetKind, AssetState
from yuanjiao.web.learner.forms.reading import PlaceForm
from yuanjiao.web.learner.lessons import lesson_for
from yuanjiao.web.learner.reading import reader_config
from yuanjiao.web.shell.http import PersonRequest


@require_GET
@login_required
def document(request: PersonRequest, lesson_id: int) -> HttpResponse:
    """A PDF or EPUB, opened where the reader stopped."""
    try:
        lesson = lesson_for(request, lesson_id)
    except CourseBarred as barred:
        messages.error(request, str(barred))
        return redirect("learner:home")
    asset = _document_of(lesson)
    page = {
        "lesson": lesson,
        "course": lesson.course,
        "ready": asset.state == AssetState.READY,
        "config": reader_config(
            request,
            asset,
            media_address=reverse("learner:media_grant", args=[lesson.pk]),
            place_address=reverse("learner:document_place", args=[lesson.pk]),
        ),
    }
    return render(request, "learner/documents/document.html", page)


@require_POST
@login_required
def document_place(request: PersonRequest, lesson_id: int) -> HttpResponse:
    """Keep where the reader is."""
    form = PlaceForm(request.POST)
    try:
        asset = _document_of(lesson_for(request, lesson_id))
    except CourseBarred:
        return HttpResponse(status=403)
    if not form.is_valid():
        return HttpResponse(status=400)
    media.keep_reading_position(learner_id=request.user.pk, asset=asset, now=timezone.now(), **form.cleaned_data)
    return HttpResponse(status=204)


def _document_of(lesson: Lesson) -> Asset:
    if lesson.asset is None or lesson.asset.kind != AssetKind.DOCUMENT:
        raise Http404
    return lesson.asset
