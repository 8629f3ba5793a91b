"""The steps between a password and the product: change it, add a second factor."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from yuanjiao.organisation.models import Person
from yuanjiao.web.account import steps

Handler = Callable[[HttpRequest], HttpResponse]

OPEN_PATHS = (
    "/account/login/", "/account/logout/", "/account/password/", "/account/2fa/", "/account/reauthenticate/",
    "/account/appearance/", "/account/oidc/", "/help/", "/static/", "/verify/",
)  # fmt: skip
"""Where someone may go while a step is pending: the steps themselves, signing out, help. Not to where she could make
a token, which would open the product without the step."""


def sign_in_steps(get_response: Handler) -> Handler:
    """Lead someone who must change a password or add a second factor there first.

    Learners without a pending step cost no query: the mark is in the session, which is read anyway.
    The manage pages look once more, because a role may be granted to someone who is signed in already.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        step = _step(request)
        if not step:
            return get_response(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": reverse(step)})
        return redirect(step)

    return handle


def _step(request: HttpRequest) -> str:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(OPEN_PATHS):
        return ""
    marked = steps.MARK in request.session
    managing = (
        settings.SECOND_FACTOR_OF_ADMINISTRATORS
        and request.path.startswith("/manage/")
        and steps.CHECKED not in request.session
    )
    if not (marked or managing) or not isinstance(request.user, Person):
        return ""
    step = steps.mark(request, request.user)
    if managing and not step and steps.has_second_factor(request.user):
        request.session[steps.CHECKED] = True
    return step
