"""Sentences that are kept for readers of different languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils import translation


def in_every_language(say: Callable[[], str]) -> dict[str, str]:
    """What is to be said, once for each language: for a sentence about a moment that cannot be asked again."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = say()
    return said


def for_the_reader(said: Mapping[str, str]) -> str:
    """What was said, in the reader's language, or else in the first there is."""
    return said.get(translation.get_language() or "") or next(iter(said.values()), "")
