"""Message boards as their moderators see them: what waits, what is shown, what is hidden and why (A9)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
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
from yuanjiao.web.manage.forms.moderation import HideForm, MessageFilter

MESSAGES_A_PAGE = 30
STATES = {
    "waiting": Q(waiting=True, hidden_at__isnull=True),
    "shown": Q(waiting=False, hidden_at__isnull=True),
    "hidden": Q(hidden_at__isnull=False),
}


@require_GET
@allowed(Permission.BOARD_MODERATE)
def moderation(request: ManageRequest) -> HttpResponse:
    """Messages by authors of her units, newest first, with search and filters."""
    form = MessageFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = _moderated(request).select_related("author__unit", "course", "hidden_by").order_by("-written_at", "-id")
    if given.get("state"):
        rows = rows.filter(STATES[given["state"]])
    if given.get("q"):
        rows = rows.filter(Q(text__icontains=given["q"]) | Q(author__full_name__contains=given["q"]))
    page = Paginator(rows, MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "manage/board/moderation.html", {"form": form, "page": page})


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
