"""The management measures as learners read them, and taking note."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.credits.public import date_of
from yuanjiao.oversight import public as oversight
from yuanjiao.web.shell.http import PersonRequest


@login_required
def measures(request: PersonRequest) -> HttpResponse:
    """The version in force, chapter by chapter, and the one to come."""
    today = date_of(timezone.now())
    version = oversight.measures_in_force(today) or oversight.measures_ahead(today)
    words: dict[str, Any] = {"version": version, "ahead": oversight.measures_ahead(today)}
    if version is not None:
        words["chapters"] = version.chapters.order_by("position")
        words["noted"] = oversight.has_noted(request.user.pk, version)
        before = oversight.version_before(version)
        words["changes"] = oversight.measures_compared(before, version) if before else []
    return render(request, "learner/measures.html", words)


@require_POST
@login_required
def note(request: PersonRequest) -> HttpResponse:
    """Take note of the version in force."""
    today = date_of(timezone.now())
    version = oversight.measures_in_force(today) or oversight.measures_ahead(today)
    if version is not None:
        oversight.note_measures(actor=request.user, version=version, now=timezone.now())
        messages.success(request, _("已记下您阅知了这一版。"))
    return redirect("learner:measures")
