"""Making, using and revoking tokens."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person
from yuanjiao.web.api.models import AccessToken
from yuanjiao.web.api.scopes import TokenScope
from yuanjiao.web.api.tokens import PREFIX, USE_NOTED_EVERY, hash_of

MOST_TOKENS = 20


class TooManyTokens(Exception):
    """One person has as many tokens in force as anyone may have."""

    def __init__(self) -> None:
        super().__init__(_("最多可以有 20 个有效的访问令牌。请先撤销不用的。"))


@transaction.atomic
def create_token(
    *, actor: Person, name: str, scopes: Sequence[TokenScope], days: int, now: datetime
) -> tuple[AccessToken, str]:
    """A new token of the actor's own and its secret, which is shown once and stored nowhere.

    :raises TooManyTokens: when she has `MOST_TOKENS` in force.
    """
    # Her own row is the lock: two tabs cannot both make the last one allowed.
    Person.objects.select_for_update().get(pk=actor.pk)
    if AccessToken.objects.filter(person=actor, revoked_at__isnull=True, expires_at__gt=now).count() >= MOST_TOKENS:
        raise TooManyTokens
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        person=actor,
        name=name,
        beginning=secret[:10],
        hash=hash_of(secret),
        scopes=[str(scope) for scope in scopes],
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    _record(actor, "create_token", token, now)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Person, token_id: int, now: datetime) -> None:
    """End a token of the actor's own at once; one that has ended stays as it is.

    :raises AccessToken.DoesNotExist: when she has no such token.
    """
    token = AccessToken.objects.select_for_update().get(pk=token_id, person=actor)
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        _record(actor, "revoke_token", token, now)


def note_use(*, token: AccessToken, now: datetime) -> None:
    """Remember when a token was last used, to the minute: a busy one must not write at every request."""
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        AccessToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def _record(actor: Person, verb: str, token: AccessToken, now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb=f"api.{verb}",
        subject=("access_token", token.pk),
        unit_path=str(actor.unit.path),
        detail={"name": token.name, "scopes": token.scopes},
    )
