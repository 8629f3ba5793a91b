"""Requests as views meet them."""

from __future__ import annotations

from django.http import HttpRequest

from yuanjiao.organisation.models import Person


class PersonRequest(HttpRequest):
    """A request of someone signed in. A page that has counted her unread notices says so here."""

    user: Person
    unread_notices: int
