"""The base of what may be refused in oversight without being a bug."""

from __future__ import annotations


class OversightRefused(Exception):
    """An expected refusal; its sentence says in plain words what happened and what to do next."""
