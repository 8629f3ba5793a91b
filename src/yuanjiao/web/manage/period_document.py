"""The period report as a Word file."""

from __future__ import annotations

import io
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from yuanjiao.catalogue.public import PeriodReport
from yuanjiao.kernel.word import number_pages
from yuanjiao.web.manage.period_words import Table, sentences, span, tables, title

BODY, HEADING = "仿宋", "黑体"  # fonts of official papers; Word falls back where they are missing
BODY_SIZE, TITLE_SIZE, TABLE_SIZE = Pt(15), Pt(22), Pt(10.5)
MARGIN = Cm(2.6)


def document(report: PeriodReport, academy: str, now: datetime) -> bytes:
    """The report: title, sentences, tables."""
    paper = Document()
    _set_up(paper)
    head = paper.add_paragraph(style="Title")
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(title())
    below = paper.add_paragraph(f"{academy}　{span(report.period)}" if academy else span(report.period))
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for sentence in sentences(report):
        paper.add_paragraph(sentence).paragraph_format.first_line_indent = BODY_SIZE * 2
    for table in tables(report):
        _add(paper, table)
    local = timezone.localtime(now)
    made = {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}
    paper.add_paragraph(_("数据截至 %(day)s %(time)s。撤销了的变更不计。") % made)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _set_up(paper: WordDocument) -> None:
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = MARGIN
        number_pages(section)
    for name, font, size in (
        ("Normal", BODY, BODY_SIZE),
        ("Title", HEADING, TITLE_SIZE),
        ("Heading 1", HEADING, BODY_SIZE),
    ):
        style = paper.styles[name]
        if isinstance(style, ParagraphStyle):
            style.font.name, style.font.size = font, size
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _add(paper: WordDocument, table: Table) -> None:
    paper.add_heading(table.title, level=1)
    grid = paper.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    lines = [table.headings, *[["" if cell is None else str(cell) for cell in row] for row in table.rows]]
    for number, line in enumerate(lines):
        cells = grid.rows[0].cells if number == 0 else grid.add_row().cells
        for place, (cell, words) in enumerate(zip(cells, line, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if place == 0 else WD_ALIGN_PARAGRAPH.RIGHT
            run = paragraph.add_run(words)
            run.font.size, run.font.bold = TABLE_SIZE, number == 0
