"""The steps between a password and the product: choose one's own password, add a second factor.

Who has a step to take carries a mark in her session; everyone else costs no query.
"""

from __future__ import annotations

from datetime import datetime

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.utils import timezone

from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import needs_second_factor

FRESH_SECONDS = 300
MARK = "sign_in_step"
CHECKED = "second_factor_checked"
PASSWORD = "account_set_password"  # noqa: S105 -- the name of a page
CHANGED_PASSWORD = "account_change_password"  # noqa: S105 -- the name of a page
SECOND_FACTOR = "mfa_activate_totp"


def pending(request: HttpRequest, person: Person) -> str:
    """The name of the page on which the next step is taken; empty when there is none."""
    if person.must_change_password and "socialaccount" not in _methods(request, person):
        return CHANGED_PASSWORD if person.has_usable_password() else PASSWORD
    if needs_second_factor(person, timezone.now()) and not has_second_factor(person):
        return SECOND_FACTOR
    return ""


def by_password(request: HttpRequest, person: Person) -> bool:
    """Whether what she typed, a password or a one-time code, has let her in."""
    return "password" in _methods(request, person)


def fresh(request: HttpRequest, now: datetime) -> bool:
    """Whether she has signed in within the last minutes, in whichever way."""
    person = request.user
    records = get_authentication_records(request, person) if isinstance(person, Person) else []
    return bool(records) and now.timestamp() - records[-1]["at"] < FRESH_SECONDS


def _methods(request: HttpRequest, person: Person) -> set[str]:
    return {record["method"] for record in get_authentication_records(request, person)}


def has_second_factor(person: Person) -> bool:
    """Whether she has set up an authenticator app or a security key."""
    return bool(person.authenticator_set.filter(type__in=["totp", "webauthn"]).exists())  # type: ignore[attr-defined]  # allauth's table


def mark(request: HttpRequest, person: Person) -> str:
    """Mark the session with the next step, or clear it; gives the step."""
    step = pending(request, person)
    if step:
        request.session[MARK] = step
    else:
        request.session.pop(MARK, None)
    return step
