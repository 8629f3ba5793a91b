"""Light or dark, large text, language: kept in cookies, so that the first byte of a page is already right."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

THEME_COOKIE = "theme"
TEXT_COOKIE = "text"
THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600


def theme(request: HttpRequest) -> str:
    """Auto (as the device says), light or dark."""
    wanted = request.COOKIES.get(THEME_COOKIE, "auto")
    return wanted if wanted in THEMES else "auto"


def large_text(request: HttpRequest) -> bool:
    """Whether text is large: what this device chose last, else what the reader keeps with her account."""
    chosen = request.COOKIES.get(TEXT_COOKIE)
    if chosen:
        return chosen == "large"
    person = getattr(request, "user", None)
    return bool(person is not None and getattr(person, "large_text", False))


def remember(response: HttpResponse, name: str, value: str) -> None:
    """Keep one choice on this device for a year."""
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)
