"""The directory of useful apps (A13)."""

from __future__ import annotations

import io

import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from yuanjiao.library import public as library
from yuanjiao.library.models import ResourceKind
from yuanjiao.web.learner.forms.library import AppFilter
from yuanjiao.web.learner.library_listings import APPS
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file

QR_SCALE = 4


@require_GET
@login_required
def apps(request: PersonRequest) -> HttpResponse:
    """The apps with search, platform and order, or as an Excel file."""
    form = AppFilter(request.GET)
    rows = form.in_order(form.narrow(library.apps_shown(timezone.now())))
    if wants_file(request):
        return APPS.file(rows)
    return render(request, "learner/library/apps.html", {"form": form, "page": APPS.page(request, rows)})


@require_GET
@login_required
def open_app(request: PersonRequest, app_id: int) -> HttpResponse:
    """Count one opening and lead to where the app is had: only ever to what an editor wrote."""
    app = get_object_or_404(library.apps_shown(timezone.now()), pk=app_id)
    library.record_opening(learner_id=request.user.pk, kind=ResourceKind.APP, item_id=app.pk, now=timezone.now())
    return redirect(app.address)


@require_GET
@login_required
@cache_control(private=True, max_age=3600)
def code(request: PersonRequest, app_id: int) -> HttpResponse:
    """Where the app is had, as a QR code for a phone."""
    del request
    app = get_object_or_404(library.apps_shown(timezone.now()), pk=app_id)
    drawn = io.BytesIO()
    segno.make(app.address, error="m", micro=False).save(drawn, kind="svg", scale=QR_SCALE, border=2, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
