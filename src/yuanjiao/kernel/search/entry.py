"""What of a thing can be found, by weight."""

from __future__ import annotations

from typing import NamedTuple

from yuanjiao.kernel.search import words


class Entry(NamedTuple):
    """The words of one thing, from the weightiest field to the lightest."""

    number: int
    title: list[str]
    names: list[str]
    sounds: list[str]
    summary: list[str]
    pairs: list[str]


def entry_of(number: int, *, title: str, names: str, whole_names: list[str], summary: str) -> Entry:
    """A thing as the index keeps it.

    :param names: whoever and whatever it is linked with, in words; they can be heard as the title can.
    :param whole_names: those of them that are never cut, nor called for short.
    """
    heard = f"{title} {names}"
    phrases = " ".join(word for word in heard.split() if word not in whole_names)
    return Entry(
        number=number,
        title=words.words(title),
        names=[*words.words(names), *whole_names],
        sounds=words.sounds(heard),
        summary=words.words(summary),
        pairs=[*words.pairs(heard), *words.abbreviations(phrases)],
    )
