"""The base of what may go wrong for an editor or a reader without being a bug."""

from __future__ import annotations


class LibraryFailure(Exception):
    """An expected failure; its text says in plain words what happened and what to do next."""
