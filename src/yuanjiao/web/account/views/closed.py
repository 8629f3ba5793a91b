"""Addresses that allauth names and an academy does not have."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest


def not_here(_request: HttpRequest, **_arguments: str) -> NoReturn:
    """There is no such page.

    :raises Http404: always.
    """
    raise Http404
