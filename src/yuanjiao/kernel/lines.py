"""Messages of others in one line."""

from __future__ import annotations


def in_one_line(said: object) -> str:
    """A message without the line breaks that databases put into theirs."""
    return " ".join(str(said).split())
