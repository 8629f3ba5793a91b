"""Middleware of every page: safety headers, and the sign of life that presence counts."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from yuanjiao.pulse.presence import presence

Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)


def safety_headers(get_response: Handler) -> Handler:
    """Give every page the content policy, unless its view has set a stricter one."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    return handle


def sign_of_life(get_response: Handler) -> Handler:
    """Count the signed-in reader of any page as present (A2)."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # Only a page that has already looked the reader up: presence must not cost a query.
        person = getattr(request, "_cached_user", None)
        if person is not None and person.is_authenticated:
            presence.seen(person.pk)
        return response

    return handle


def language_of_account(get_response: Handler) -> Handler:
    """Show a reader her account's language on a device that has not chosen one."""

    def handle(request: HttpRequest) -> HttpResponse:
        cookies = request.COOKIES
        if settings.LANGUAGE_COOKIE_NAME not in cookies and settings.SESSION_COOKIE_NAME in cookies:
            language = getattr(request.user, "language", "")
            if language in dict(settings.LANGUAGES):
                translation.activate(language)
                request.LANGUAGE_CODE = language
        return get_response(request)

    return handle
