"""What makes two wishes the same, as pure text."""

from __future__ import annotations

import re
import unicodedata

NOT_A_WORD = re.compile(r"[\W_]+")
SAID_AROUND = re.compile(r"^(?:我?想学习?|希望有?|关于)|(?:的?课程|方面)$")


def key_of(words: str) -> str:
    """What is left of a wish without spaces, marks, case and the words that people say around it.

    想学 招投标 的课程 and “招投标” are one wish.
    """
    bare = NOT_A_WORD.sub("", unicodedata.normalize("NFKC", words).casefold())
    return SAID_AROUND.sub("", bare) or bare
