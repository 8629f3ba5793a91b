"""Pinyin initials of names, so that "lxm" finds 林晓明."""

from __future__ import annotations

from functools import cache

SURNAME_READINGS = {
    "单": "s", "曾": "z", "解": "x", "仇": "q", "区": "o", "查": "z", "朴": "p", "翟": "z", "乐": "y", "盖": "g",
    "尉": "y", "覃": "q", "缪": "m", "繁": "p", "黑": "h", "秘": "b", "折": "s", "种": "c", "员": "y", "冼": "x",
}  # fmt: skip
"""Surnames read otherwise than the same character elsewhere."""


@cache
def initial_of(character: str) -> str:
    """The first letter of a character's reading; a Latin letter or digit stands for itself, the rest for nothing."""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    from pypinyin import Style, pinyin  # noqa: PLC0415 -- a third of what starting would take, for few processes

    reading = pinyin(character, style=Style.FIRST_LETTER, errors="ignore")
    return reading[0][0][:1].lower() if reading else ""


def initials_of(name: str) -> str:
    """The initials of a name, at most 60 letters; by cached characters, because an import asks for 150,000."""
    letters = [initial_of(character) for character in name]
    if letters and name[0] in SURNAME_READINGS:
        letters[0] = SURNAME_READINGS[name[0]]
    return "".join(letters)[:60]
