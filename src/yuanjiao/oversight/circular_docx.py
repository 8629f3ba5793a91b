"""A circular as a Word file that can be worked on further: the same words, tables and plots."""

from __future__ import annotations

import io
from typing import Any

from docx import Document as WordFile
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from yuanjiao.kernel.word import number_pages
from yuanjiao.oversight.circular_pdf import plot_picture
from yuanjiao.oversight.document import Document, Table

CINNABAR = RGBColor(0xB3, 0x34, 0x1F)
BODY, HEAD = "仿宋", "黑体"
"""Fonts that official papers are set in, and that every Chinese office has."""
RANKED_COLUMNS = 8
WIDTH = 15.6
"""Centimetres between the margins."""
ROOM_IN_CELL = Pt(2)


def circular_docx(document: Document) -> bytes:
    """The Word file.

    :raises yuanjiao.kernel.fonts.FontMissing: when the front end, which brings the plots' font, has not been built.
    """
    file = WordFile()
    _set_up(file, document)
    _centred(file, document.issuer, 26, HEAD, CINNABAR, bold=True)
    _centred(file, document.number, 12, BODY)
    _centred(file, document.title, 18, HEAD, bold=True, level=1)
    for words, is_heading in document.paragraphs:
        paragraph = file.add_paragraph(style="Heading 2" if is_heading else None)
        _write(paragraph, words, 14, HEAD if is_heading else BODY)
        paragraph.paragraph_format.first_line_indent = Pt(28)
    for words in (document.unit, document.date):
        paragraph = file.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(paragraph, words, 14, BODY)
    for table in document.tables:
        _add_table(file, table)
    for note in document.notes:
        _write(file.add_paragraph(), note, 9, BODY)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _set_up(file: Any, document: Document) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.7)
    section.top_margin, section.bottom_margin = Cm(3.2), Cm(2.8)
    number_pages(section)
    file.core_properties.title, file.core_properties.author = document.title, document.issuer
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        style = file.styles[name]
        style.font.name = "Times New Roman"
        style.font.color.rgb = RGBColor(0x20, 0x24, 0x2A)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY if name == "Normal" else HEAD)


def _centred(
    file: Any, words: str, size: int, font: str, colour: RGBColor | None = None, *, bold: bool = False, level: int = 0
) -> None:
    paragraph = file.add_paragraph(style=f"Heading {level}" if level else None)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = _write(paragraph, words, size, font)
    run.bold = bold
    if colour is not None:
        run.font.color.rgb = colour


def _write(paragraph: Any, words: str, size: float, font: str) -> Any:
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 -- no public way
    return run


def _add_table(file: Any, table: Table) -> None:
    _write(file.add_paragraph(style="Heading 3"), table.title, 12, HEAD)
    names = 1 if len(table.headings) == RANKED_COLUMNS else 0
    grid = file.add_table(rows=0, cols=len(table.headings), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    for number, row in enumerate([table.headings, *table.rows]):
        for place, (cell, words) in enumerate(zip(grid.add_row().cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if place == names else WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = ROOM_IN_CELL
            _write(paragraph, words, 9, HEAD if number == 0 else BODY)
    _set_columns(grid, names)
    file.add_paragraph()
    plot = file.add_picture(io.BytesIO(plot_picture(table, names)), width=Cm(WIDTH))
    plot._inline.docPr.set("descr", table.title)  # noqa: SLF001 -- no public way


def _set_columns(grid: Any, names: int) -> None:
    """The names have twice the room; no row is cut by the end of a page, and the headings stand on every page."""
    grid.autofit = False
    share = WIDTH / (len(grid.columns) + 1)
    for place, column in enumerate(grid.columns):
        column.width = Cm(share * 2 if place == names else share)
    for number, row in enumerate(grid.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- no public way
        for name in ("w:cantSplit", "w:tblHeader")[: 2 if number == 0 else 1]:
            properties.append(OxmlElement(name))
        for cell, column in zip(row.cells, grid.columns, strict=True):
            cell.width = column.width
