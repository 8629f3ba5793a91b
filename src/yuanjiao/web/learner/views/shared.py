"""Open courses by university, and the page that a share link opens."""

from __future__ import annotations

import io

import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course, CourseState
from yuanjiao.web.shell.http import PersonRequest

QR_SCALE = 6


@require_GET
@login_required
def shared(request: PersonRequest) -> HttpResponse:
    """Open courses of many universities in one place (A11)."""
    shelves = catalogue.shared_by_university()
    courses = sum(shelf.number for shelf in shelves)
    context = {"shelves": shelves, "courses": courses, "newest": catalogue.newest_shared()}
    return render(request, "learner/courses/shared.html", context)


@require_GET
@cache_control(private=True, max_age=60)
def share(request: HttpRequest, key: str) -> HttpResponse:
    """What anyone sees of a course behind a share link: its title and summary; the rest after signing in (A4)."""
    course = get_object_or_404(catalogue.with_relations(Course.objects.filter(state=CourseState.PUBLISHED)), key=key)
    return render(request, "learner/courses/share.html", {"course": course})


@require_GET
@cache_control(public=True, max_age=86400)
def share_code(request: HttpRequest, key: str) -> HttpResponse:
    """The share link as a QR code."""
    get_object_or_404(Course, state=CourseState.PUBLISHED, key=key)
    drawn = io.BytesIO()
    address = request.build_absolute_uri(reverse("learner:share", args=[key]))
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=QR_SCALE, border=2, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
