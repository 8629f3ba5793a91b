"""Lecture scripts: a heading, a few facts, sections of points with what is spoken to each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data" / "lectures"
FIRST = "official-documents"
SENTENCE_END = re.compile(r"(?<=[。！？])")


class ScriptMalformed(ValueError):
    """A lecture script holds a line that is not a heading, fact, section, point or speech."""

    def __init__(self, name: str, number: int, line: str) -> None:
        super().__init__(f"{name}, line {number}: {line!r} is not a heading, fact, section, point or speech")


@dataclass
class Point:
    """One line on a slide and the sentences spoken while it is lit."""

    text: str
    sentences: list[str] = field(default_factory=list)


@dataclass
class Section:
    """One slide: its heading and points."""

    heading: str
    points: list[Point] = field(default_factory=list)


@dataclass
class Lecture:
    """One lecture as written."""

    name: str
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)

    def take(self, number: int, line: str) -> None:
        """Take over one line of the script.

        :raises ScriptMalformed: when the line is none of the known ones.
        """
        if line.startswith("# "):
            self.title = line[2:]
        elif line.startswith("## "):
            self.sections.append(Section(line[3:]))
        elif line.startswith("- ") and self.sections:
            self.sections[-1].points.append(Point(line[2:]))
        elif line.startswith("  ") and self.sections and self.sections[-1].points:
            self.sections[-1].points[-1].sentences += sentences(line.strip())
        elif ": " in line and not self.sections:
            key, value = line.split(": ", 1)
            self.facts[key] = value
        elif line.strip():
            raise ScriptMalformed(self.name, number, line)


def sentences(text: str) -> list[str]:
    """Speech cut after each full stop, exclamation and question mark."""
    return [sentence for sentence in SENTENCE_END.split(text) if sentence]


def parse(name: str, text: str) -> Lecture:
    """The lecture of a script's text.

    :raises ScriptMalformed: when a line cannot be understood.
    """
    lecture = Lecture(name)
    for number, line in enumerate(text.splitlines(), start=1):
        lecture.take(number, line)
    return lecture


@cache
def lectures() -> tuple[Lecture, ...]:
    """All lectures that come with the program, the one that is encoded first in front."""
    found = [parse(file.stem, file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.md"))]
    return tuple(sorted(found, key=lambda lecture: (lecture.name != FIRST, lecture.name)))
