"""The door of the manage pages: signed in, with a permission, and the scope at hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import OutOfScope, Permission, Scope
from yuanjiao.web.shell.http import clean

Rest = ParamSpec("Rest")
ACTED = "acted"
"""The cookie that tells every node, and in it every page that is kept for a moment, when she last did something."""
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- a field's name


class ManageRequest(HttpRequest):
    """A request of someone signed in, with her scope."""

    user: Person
    scope: Scope


ANY = tuple(Permission)
"""Whoever has a desk at all."""

View = Callable[Concatenate[ManageRequest, Rest], HttpResponseBase]


def allowed(
    *permissions: Permission,
) -> Callable[[View[Rest]], Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]]:
    """Let a view be reached by those who hold one of the permissions anywhere; it costs one query.

    What the view then touches is narrowed by ``request.scope``; reaching beyond it answers 403.
    """

    def with_door(view: View[Rest]) -> Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]:
        @login_required
        @wraps(view)
        def handle(request: Any, /, *arguments: Rest.args, **words: Rest.kwargs) -> HttpResponseBase:
            request.scope = Scope.of(request.user, timezone.now())
            if not any(request.scope.has(permission) for permission in permissions):
                raise PermissionDenied
            try:
                response = view(request, *arguments, **words)
            except OutOfScope as problem:
                raise PermissionDenied(str(problem)) from problem
            return remembered(response) if request.method == "POST" else response

        return cast("Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]", handle)

    return with_door


def remembered(response: HttpResponseBase) -> HttpResponseBase:
    """An answer that leaves in her browser the moment at which she did something."""
    moment = str(round(time.time() * 1000))
    lasts = round(max(settings.DESK_KEPT_SECONDS, settings.DESK_SHOWN_SECONDS)) + 1
    response.set_cookie(ACTED, moment, lasts, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
    return response


def act(
    request: ManageRequest, deed: Callable[[], object], done: str, back: str, expected: tuple[type[Exception], ...] = ()
) -> HttpResponse:
    """Do something and go back to a page, with what was done or why it could not be as a message."""
    try:
        deed()
    except expected as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect(back)


def typed(request: ManageRequest) -> str:
    """What was typed into a field that asks for suggestions, whatever the field is called."""
    return next(filter(None, (clean(str(value)) for value in request.GET.values())), "")


def next_page(request: ManageRequest, fallback: str) -> str:
    """The page of the manage area that a form named to go back to."""
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/manage/") else fallback


def handed_on(request: ManageRequest) -> list[tuple[str, str]]:
    """Every value that was sent, for a page that asks to confirm before it is sent again."""
    return [(name, str(value)) for name, values in request.POST.lists() for value in values if name != TOKEN]
