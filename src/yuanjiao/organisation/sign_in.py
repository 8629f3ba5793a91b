"""Sign-in by staff number, phone or e-mail, with the password or, the first time, a one-time code."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from yuanjiao.organisation import one_time
from yuanjiao.organisation.models import Person


class PersonBackend(BaseBackend):
    """Finds the person of a sign-in name and checks the password.

    A refusal always costs exactly one Argon2 hash, whether the name is unknown, its person has left,
    or the password is wrong: the time it takes tells nobody which names exist.
    """

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 -- Django's signature
        username: str | None = None,
        password: str | None = None,
        **_others: Any,
    ) -> Person | None:
        """The person, if the name and the password or one-time code are hers and she is active."""
        if not username or not password:
            return None
        person = person_of(username.strip())
        if person is None or not person.has_usable_password():
            if person is not None and person.is_active and code_fits(person, password):
                return person
            make_password(password)
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: int) -> Person | None:
        """The signed-in person with her unit; nobody once she has left, so her sessions end at once."""
        try:
            return active().get(pk=user_id)
        except Person.DoesNotExist:
            return None


@cache
def active() -> QuerySet[Person]:
    """Those who may sign in, with their units. Put together once, for every page asks for one of them."""
    return Person.objects.select_related("unit").filter(is_active=True)


def person_of(name: str) -> Person | None:
    """The person with this staff number, or else phone, or else e-mail."""
    found = Person.objects.filter(Q(staff_number=name) | Q(phone=name) | Q(email=name.lower()))
    candidates = list(found.select_related("unit")[:3])
    # One person's staff number may look like another's phone: the staff number goes first.
    candidates.sort(key=lambda person: (person.staff_number != name, person.phone != name))
    return candidates[0] if candidates else None


def code_fits(person: Person, code: str) -> bool:
    """Whether this is her one-time code and it is still valid."""
    return one_time.fits(code, person.one_time_code_hash, person.one_time_code_expires, timezone.now())
