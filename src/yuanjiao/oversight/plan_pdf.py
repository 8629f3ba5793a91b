"""A yearly plan as PDF: set by Typst with the font that comes with the program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

from yuanjiao.kernel import fonts

TEMPLATE = Path(__file__).resolve().parent / "data" / "plan.typ"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One task as its line says it."""

    title: str
    owner: str
    begins: str
    ends: str
    state: str
    progress: int
    remarks: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Every word of the document, in the language it is wanted in."""

    language: str
    academy: str
    title: str
    unit: str
    aims: str
    summary: str
    headings: Sequence[str]
    rows: Sequence[PlanRow]
    printed: str


def plan_pdf(facts: PlanFacts) -> bytes:
    """The PDF, as many pages of A4 across as the tasks fill.

    :raises yuanjiao.kernel.fonts.FontMissing: when the front end, which brings the font, has not been built.
    """
    regular = fonts.path()
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(regular.parent)])
    if fonts.FAMILY not in found.families():
        raise fonts.FontMissing(regular)
    pdf: bytes = typst.compile(str(TEMPLATE), font_paths=found, sys_inputs={"facts": json.dumps(asdict(facts))})
    return pdf
