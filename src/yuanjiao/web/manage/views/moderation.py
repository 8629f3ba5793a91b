"""Message boards as their moderators see them: what waits, what is shown, what is hidden and why (A9)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.organisation.public import Permission
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import BoardMessage
from yuanjiao.web.manage.door import ManageRequest, act, allowed, next_page
from yuanjiao.web.manage.forms.filters import MessageFilter
from yuanjiao.web.manage.forms.moderation import HideForm
from yuanjiao.web.manage.listings.courses import MESSAGES
from yuanjiao.web.shell.listing import wants_file


@require_GET
@allowed(Permission.BOARD_MODERATE)
def moderation(request: ManageRequest) -> HttpResponse:
    """Messages by authors of her units, newest first, with search and filters, or as an Excel file."""
    form = MessageFilter(request.GET)
    rows = form.in_order(form.narrow(_moderated(request))).select_related("author__unit", "course", "hidden_by")
    if wants_file(request):
        return MESSAGES.file(rows)
    return render(request, "manage/board/moderation.html", {"form": form, "page": MESSAGES.page(request, rows)})


@require_POST
@allowed(Permission.BOARD_MODERATE)
def message_hide(request: ManageRequest, message_id: int) -> HttpResponse:
    """Hide a message with a reason; its author is told."""
    message, form = get_object_or_404(_moderated(request), pk=message_id), HideForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return act(
        request,
        lambda: outreach.hide_message(actor=request.user, message=message, reason=reason, now=timezone.now()),
        _("留言已隐藏，作者会收到通知。"),
        next_page(request, reverse("manage:moderation")),
        (outreach.OutreachFailure,),
    )


@require_POST
@allowed(Permission.BOARD_MODERATE)
def message_restore(request: ManageRequest, message_id: int) -> HttpResponse:
    """Show a hidden message again, or let a waiting one through."""
    message = get_object_or_404(_moderated(request), pk=message_id)
    return act(
        request,
        lambda: outreach.restore_message(actor=request.user, message=message, now=timezone.now()),
        _("留言已显示。"),
        next_page(request, reverse("manage:moderation")),
    )


def _moderated(request: ManageRequest) -> QuerySet[BoardMessage]:
    return request.scope.rows(Permission.BOARD_MODERATE, BoardMessage.objects.all(), "unit_path")
