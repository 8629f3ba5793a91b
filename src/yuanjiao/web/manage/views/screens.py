"""Big screens: making one's address, and revoking it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Screen
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.screens import ScreenFilter, ScreenForm
from yuanjiao.web.manage.listings.oversight import SCREENS
from yuanjiao.web.shell.listing import wants_file


@allowed(Permission.SCREENS_WRITE)
def index(request: ManageRequest) -> HttpResponse:
    """The screens of the scope; a sent form makes one."""
    filters = ScreenFilter(request.GET)
    rows = filters.in_order(filters.narrow(oversight.screens_in(request.scope)))
    if wants_file(request):
        return SCREENS.file(rows)
    form = ScreenForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        oversight.make_screen(actor=request.scope, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("地址已建好，在大屏的浏览器里打开它。"))
        return redirect("manage:screens")
    page = SCREENS.page(request, rows)
    shown = [(screen, _address(request, screen)) for screen in page]
    words = {"form": filters, "page": page, "shown": shown, "new_form": form}
    return render(request, "manage/screens.html", words, status=422 if form.errors else 200)


def _address(request: ManageRequest, screen: Screen) -> str:
    return request.build_absolute_uri(reverse("shell:screen", args=[oversight.address_part(screen)]))


@require_POST
@allowed(Permission.SCREENS_WRITE)
def revoke(request: ManageRequest, screen_id: int) -> HttpResponse:
    """Close a screen's address."""
    screen = get_object_or_404(oversight.screens_in(request.scope), pk=screen_id)
    close = partial(oversight.revoke_screen, actor=request.scope, screen_id=screen.pk)
    return act(request, lambda: close(now=timezone.now()), _("已停用，那个地址打不开了。"), reverse("manage:screens"))
