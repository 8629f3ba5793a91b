"""Requests as views meet them."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from yuanjiao.organisation.models import Person

NUL = "\0"
MOST_DIGITS = 18
"""No column of ours holds a longer number."""


def clean(words: str) -> str:
    """What was typed into a search that no form has looked at, without what no PostgreSQL takes."""
    return words.replace(NUL, "").strip()


def ticked(said: QueryDict, name: str) -> list[int]:
    """The numbers of what was ticked under a name, each once; what is no number is passed over."""
    return list(dict.fromkeys(number for words in said.getlist(name) if (number := number_in(words))))


def number_in(words: str) -> int:
    """The number that words are, 0 where they are none that a column could hold."""
    return int(words) if words.isdecimal() and len(words) <= MOST_DIGITS else 0


class PersonRequest(HttpRequest):
    """A request of someone signed in. A page that has counted her unread notices says so here."""

    user: Person
    unread_notices: int
