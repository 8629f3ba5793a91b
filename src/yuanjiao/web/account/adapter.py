"""How django-allauth meets our people."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] -- allauth has no types
    """Nobody registers: people come by import."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
