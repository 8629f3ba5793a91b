"""Reading tokens: whose one is, and whether it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from yuanjiao.organisation.models import Person
from yuanjiao.web.api.models import AccessToken

PREFIX = "yj_"
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """The owner of a token in force, and what it may be used for."""

    token: AccessToken
    person: Person


def hash_of(secret: str) -> str:
    """What is stored of a token; quick, because 256 random bits cannot be guessed."""
    return sha256(secret.encode()).hexdigest()


def bearer_of(secret: str, now: datetime) -> Bearer | None:
    """The owner of a token, unless it is unknown, revoked, expired, or its owner has left. One query."""
    token = (
        AccessToken.objects.select_related("person__unit")
        .filter(hash=hash_of(secret), revoked_at__isnull=True, expires_at__gt=now, person__is_active=True)
        .first()
    )
    return Bearer(token, token.person) if token else None


def tokens_of(person: Person) -> list[AccessToken]:
    """A person's tokens, those in force first."""
    return list(AccessToken.objects.filter(person=person).order_by("revoked_at", "-created_at"))
