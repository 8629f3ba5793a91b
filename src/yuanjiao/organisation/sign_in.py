"""Sign-in by staff number, phone or e-mail."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend


class PersonBackend(BaseBackend):
    """Finds the person of a sign-in name and checks the password."""
