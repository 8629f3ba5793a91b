"""A circular as PDF, and its plot as a picture: set by Typst with the font that comes with the program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typst

from yuanjiao.kernel import fonts
from yuanjiao.oversight.document import Document, Table

DATA = Path(__file__).resolve().parent / "data"
PIXELS_AN_INCH = 200


def circular_pdf(document: Document) -> bytes:
    """The PDF, pages of A4.

    :raises yuanjiao.kernel.fonts.FontMissing: when the front end, which brings the font, has not been built.
    """
    pdf: bytes = typst.compile(
        str(DATA / "circular.typ"), font_paths=_fonts(), sys_inputs={"document": json.dumps(asdict(document))}
    )
    return pdf


def plot_picture(table: Table, label_column: int) -> bytes:
    """The rates of a table as bars, a PNG.

    :raises yuanjiao.kernel.fonts.FontMissing: as above.
    """
    labels = [row[label_column] for row in table.rows]
    bars: Sequence[tuple[str, float]] = list(zip(labels, table.rates, strict=True))
    png: bytes = typst.compile(
        str(DATA / "bars.typ"),
        font_paths=_fonts(),
        sys_inputs={"bars": json.dumps(bars)},
        format="png",
        ppi=PIXELS_AN_INCH,
    )
    return png


def _fonts() -> typst.Fonts:
    regular = fonts.path()
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(regular.parent)])
    if fonts.FAMILY not in found.families():
        raise fonts.FontMissing(regular)
    return found
