"""Access tokens for tests."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from yuanjiao.organisation.models import Person
from yuanjiao.web.api.actions.tokens import create_token
from yuanjiao.web.api.scopes import TokenScope


def make_secret(person: Person, *scopes: TokenScope) -> str:
    """The secret of a new token with these scopes; with none given, all."""
    wanted = scopes or tuple(TokenScope)
    return create_token(actor=person, name="示例", scopes=wanted, days=30, now=timezone.now())[1]


def caller(person: Person, *scopes: TokenScope) -> Client:
    """A client that sends such a token."""
    return Client(headers={"Authorization": f"Bearer {make_secret(person, *scopes)}"})
