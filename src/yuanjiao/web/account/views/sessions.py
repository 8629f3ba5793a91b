"""Signing out one other device."""

from __future__ import annotations

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.web.shell.http import PersonRequest


@require_POST
@login_required
def end(request: PersonRequest, session_id: int) -> HttpResponse:
    """Sign one of the reader's devices out; this one has a button of its own for that."""
    mine = UserSession.objects.exclude(session_key=request.session.session_key)
    session = get_object_or_404(mine, pk=session_id, user=request.user)
    get_adapter().end_sessions([session])
    messages.success(request, _("那台设备已退出。"))
    return redirect("usersessions_list")
