"""What every Word file of ours has: the number of the page at its foot, as official papers have it."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Pt

SIZE, FONT = Pt(14), "宋体"


def number_pages(section: Section) -> None:
    """Let the program that opens the file write each page's number between two dashes at its foot."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run("— ")
    for part in (_mark("begin"), _instruction(), _mark("separate"), _text("1"), _mark("end"), _text(" —")):
        run._element.append(part)  # noqa: SLF001 -- no public way
    run.font.size, run.font.name = SIZE, FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)  # noqa: SLF001 -- as above


def _mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _instruction() -> Any:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = " PAGE "
    return instruction


def _text(words: str) -> Any:
    text = OxmlElement("w:t")
    text.set(qn("xml:space"), "preserve")
    text.text = words
    return text
