"""The devices on which someone has signed in before, by a signed cookie.

Whoever guesses at a name from elsewhere uses up his own tries and never those of the device on her desk.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from yuanjiao.kernel import identifiers
from yuanjiao.organisation.models import Person

COOKIE = "yuanjiao_device"
SALT = "known device"
KEPT_SECONDS = 365 * 24 * 3600
MOST_PEOPLE = 20
"""A computer in a township office has several users; the longest absent one is forgotten first."""


def known(request: HttpRequest, person: Person | None) -> str:
    """The device's own name if this person has signed in on it before, or an empty text."""
    device, people = _read(request)
    return device if person is not None and person.pk in people else ""


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Let the device prove, for a year, that this person has signed in on it."""
    device, people = _read(request)
    people = [person.pk, *(number for number in people if number != person.pk)][:MOST_PEOPLE]
    response.set_cookie(
        COOKIE,
        signing.dumps([device or identifiers.key(), people], salt=SALT),
        max_age=KEPT_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[int]]:
    try:
        device, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return "", []
    return device, people
