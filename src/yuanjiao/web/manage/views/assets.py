"""Uploaded media files: their list, how far each is, and another try."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.media import public as media
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.filters import AssetFilter
from yuanjiao.web.manage.listings.courses import ASSETS
from yuanjiao.web.shell.listing import wants_file


@require_GET
@allowed(Permission.COURSES_WRITE)
def assets(request: ManageRequest) -> HttpResponse:
    """The media files she looks after, with search, filters and a way to bring more, or as an Excel file."""
    form = AssetFilter(request.GET)
    rows = form.in_order(form.narrow(media.assets_in(request.scope))).select_related("owner")
    if wants_file(request):
        return ASSETS.file(rows)
    return render(request, "manage/assets/list.html", {"form": form, "page": ASSETS.page(request, rows)})


@require_GET
@allowed(Permission.COURSES_WRITE)
def asset(request: ManageRequest, asset_id: int) -> HttpResponse:
    """How far one file is; asks again by itself while it is being made."""
    found = get_object_or_404(media.assets_in(request.scope), pk=asset_id)
    return render(request, "manage/assets/asset.html", {"asset": found})


@require_POST
@allowed(Permission.COURSES_WRITE)
def asset_retry(request: ManageRequest, asset_id: int) -> HttpResponse:
    """Try a failed file again."""
    found = get_object_or_404(media.assets_in(request.scope), pk=asset_id)
    media.retry(actor_id=request.user.pk, asset=found, now=timezone.now())
    found.refresh_from_db()
    return render(request, "manage/assets/asset.html", {"asset": found})
