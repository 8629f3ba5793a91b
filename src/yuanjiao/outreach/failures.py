"""The base of what may go wrong among colleagues without being a bug."""

from __future__ import annotations

from django.utils.functional import Promise


class OutreachFailure(Exception):
    """An expected failure; `sentence` says in plain words what happened and what to do next."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self._sentence = sentence

    @property
    def sentence(self) -> str:
        """The sentence for the page, in the reader's language."""
        return str(self._sentence)
