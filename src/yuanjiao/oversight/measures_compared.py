"""What a version of the measures says otherwise than another, sentence by sentence: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

SENTENCE = re.compile(r"[^。；！？.;!?\n]*[。；！？.;!?\n]|[^。；！？.;!?\n]+$")


class Change(StrEnum):
    """What happened to a chapter, or to a piece of its text."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


class Chapter(NamedTuple):
    """A chapter as it is compared: the rule it is about holds it together when its title changes."""

    title: str
    text: str
    rule: str = ""


class Piece(NamedTuple):
    """A run of sentences that is the same, new, or gone."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class ChapterChange:
    """One chapter of the newer version, or one that is gone."""

    title: str
    title_before: str
    change: Change
    pieces: list[Piece]


def sentences(text: str) -> list[str]:
    """A text cut after its sentences; joined they are the text."""
    return SENTENCE.findall(text.replace("\r\n", "\n"))


def pieces(before: str, after: str) -> list[Piece]:
    """The newer text with what is gone from the older one in its place."""
    old, new = sentences(before), sentences(after)
    found: list[Piece] = []
    for kind, start, end, first, last in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(Change.SAME, "".join(new[first:last])))
            continue
        if end > start:
            found.append(Piece(Change.GONE, "".join(old[start:end])))
        if last > first:
            found.append(Piece(Change.NEW, "".join(new[first:last])))
    return found


def compared(before: Sequence[Chapter], after: Sequence[Chapter]) -> list[ChapterChange]:
    """Each chapter of the newer version against the one it came from, then the chapters that are gone."""
    left = list(before)
    changes = []
    for chapter in after:
        origin = _origin(chapter, left)
        if origin is None:
            changes.append(ChapterChange(chapter.title, "", Change.NEW, [Piece(Change.NEW, chapter.text)]))
            continue
        left.remove(origin)
        told = pieces(origin.text, chapter.text)
        same = origin.title == chapter.title and all(piece.change is Change.SAME for piece in told)
        changes.append(ChapterChange(chapter.title, origin.title, Change.SAME if same else Change.CHANGED, told))
    gone = [ChapterChange(each.title, each.title, Change.GONE, [Piece(Change.GONE, each.text)]) for each in left]
    return changes + gone


def _origin(chapter: Chapter, left: Sequence[Chapter]) -> Chapter | None:
    same_title = (each for each in left if each.title == chapter.title)
    same_rule = (each for each in left if chapter.rule and each.rule == chapter.rule)
    return next(same_title, None) or next(same_rule, None)
