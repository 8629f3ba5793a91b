"""What a reader sees of a circular, on the pages of administrators and of learners alike, and as files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from yuanjiao.credits.public import Channel, ranking_rules
from yuanjiao.kernel.fonts import FontMissing
from yuanjiao.oversight.circular_docx import circular_docx
from yuanjiao.oversight.models import Circular
from yuanjiao.oversight.public import (
    Document,
    Figures,
    circular_holds,
    circular_pdf,
    correction_of,
    document_of,
    figures_of,
)
from yuanjiao.web.shell.typeset import without_font

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class CircularPage:
    """A circular with its figures; none while they are being counted."""

    circular: Circular
    document: Document | None
    figures: Figures | None
    ranked: bool
    correction: Circular | None
    holds: bool


def may_rank(circular: Circular, channel: Channel, now: datetime) -> bool:
    """Whether places among units are shown: allowed when it was published, and now on this channel (C3)."""
    allowed = channel in ranking_rules(now).units
    return allowed and (circular.ranked or not circular.published)


def circular_page(circular: Circular, channel: Channel, now: datetime) -> CircularPage:
    """What the page of a circular shows."""
    ranked = may_rank(circular, channel, now)
    figures = figures_of(circular.snapshot, ranked=ranked) if circular.snapshot.hash else None
    return CircularPage(
        circular=circular,
        document=document_of(circular, figures, ranked=ranked) if figures else None,
        figures=figures,
        ranked=ranked,
        correction=correction_of(circular),
        holds=not circular.published or circular_holds(circular),
    )


def circular_file(request: HttpRequest, circular: Circular, form: str, channel: Channel, back: str) -> HttpResponse:
    """A circular as PDF or Word file; there is none before its figures are counted.

    :param back: the page to go back to where the font of the files is missing.
    """
    try:
        return _file(circular, form, ranked=may_rank(circular, channel, timezone.now()))
    except FontMissing:
        return without_font(request, back, circular.pk)


def _file(circular: Circular, form: str, *, ranked: bool) -> HttpResponse:
    if not circular.snapshot.hash or form not in {"pdf", "docx"}:
        raise Http404
    document = document_of(circular, figures_of(circular.snapshot, ranked=ranked), ranked=ranked)
    name = f"circular-{circular.year}-{circular.number}" if circular.published else f"circular-draft-{circular.pk}"
    if form == "pdf":
        headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
        return HttpResponse(circular_pdf(document), content_type="application/pdf", headers=headers)
    headers = {"Content-Disposition": f'attachment; filename="{name}.docx"'}
    return HttpResponse(circular_docx(document), content_type=WORD, headers=headers)
