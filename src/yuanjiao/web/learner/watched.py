"""Whether this browser opened a lesson lately: its pages then show what was answered to its player a moment ago.

Every home page could ask for the newest rows; nearly all of them would wait for nothing.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from yuanjiao.learning.public import settle
from yuanjiao.web.shell.http import PersonRequest

WATCHED = "watched_lately"
LATELY_SECONDS = 3 * 60 * 60


def remember_watching(response: HttpResponse) -> None:
    """Note in the browser that it has a lesson open."""
    response.set_cookie(
        WATCHED, "1", LATELY_SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def after_watching(request: PersonRequest) -> None:
    """Bring the reader's rows up to her last answered pulse if she has been watching in this browser."""
    if WATCHED in request.COOKIES:
        settle(request.user.pk)
