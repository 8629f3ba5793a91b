"""A lecture's slides as a document to keep: a PDF with its text, set by Typst."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from yuanjiao.demonstration import films
from yuanjiao.demonstration.lectures.script import Lecture
from yuanjiao.kernel import fonts

TEMPLATE = Path(__file__).resolve().parent / "data" / "handout.typ"


def write(lecture: Lecture, file: Path) -> Path:
    """Write the PDF: a title page, and one page a section with its points.

    :raises yuanjiao.kernel.fonts.FontMissing: when the front end, which brings the font, has not been built.
    """
    facts = {
        "title": lecture.title,
        "author": lecture.facts["lecturer"],
        "accent": "#{:02x}{:02x}{:02x}".format(*films.palette_of(lecture).dark),
        "sections": [
            {"heading": section.heading, "points": [point.text for point in section.points]}
            for section in lecture.sections
        ],
    }
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.path().parent)])
    typst.compile(str(TEMPLATE), output=str(file), font_paths=found, sys_inputs={"facts": json.dumps(facts)})
    return file
