"""Requests as views meet them."""

from __future__ import annotations

from django.http import HttpRequest

from yuanjiao.organisation.models import Person

NUL = "\0"


def clean(words: str) -> str:
    """What was typed into a search that no form has looked at, without what no PostgreSQL takes."""
    return words.replace(NUL, "").strip()


class PersonRequest(HttpRequest):
    """A request of someone signed in. A page that has counted her unread notices says so here."""

    user: Person
    unread_notices: int
