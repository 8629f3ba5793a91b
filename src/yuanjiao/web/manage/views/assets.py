"""Uploaded media files: their list, how far each is, another try, and their end."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yuanjiao.catalogue import public as catalogue
from yuanjiao.library import public as library
from yuanjiao.media import public as media
from yuanjiao.media.models import Asset
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, act, allowed
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


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Permission.COURSES_WRITE)
def asset_delete(request: ManageRequest, asset_id: int) -> HttpResponse:
    """Say what would go, or where the file is used; on the second word, delete it."""
    found = get_object_or_404(media.assets_in(request.scope), pk=asset_id)
    if request.method != "POST":
        context = {"asset": found, "held": media.held_by(found), "uses": _uses(found)}
        return render(request, "manage/assets/delete.html", context)
    return act(
        request,
        lambda: media.delete_asset(actor_id=request.user.pk, asset=found, now=timezone.now()),
        _("已删除“%(name)s”。占用的空间稍后释放。") % {"name": found.original_name},
        reverse("manage:assets"),
        (media.AssetInUse, media.AssetInTheMaking),
    )


@require_POST
@allowed(Permission.COURSES_WRITE)
def asset_retry(request: ManageRequest, asset_id: int) -> HttpResponse:
    """Try a failed file again."""
    found = get_object_or_404(media.assets_in(request.scope), pk=asset_id)
    media.retry(actor_id=request.user.pk, asset=found, now=timezone.now())
    found.refresh_from_db()
    return render(request, "manage/assets/asset.html", {"asset": found})


class Use(NamedTuple):
    """One place where a file is used: the page that shows it, its name, and what the file is there."""

    address: str
    name: str
    words: str


def _uses(asset: Asset) -> list[Use]:
    found = [
        Use(
            reverse("manage:contract" if use.by_contract else "manage:course", args=[use.place.pk]),
            str(use.place),
            use.words,
        )
        for use in catalogue.uses_of(asset)
    ]
    resources = library.uses_of(asset)
    return found + [Use(reverse(f"manage:{use.kind}", args=[use.item_id]), use.title, use.words) for use in resources]
