"""A circular as every carrier shows it: its words and tables as text, in the language of whoever asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuanjiao.credits.public import date_of
from yuanjiao.oversight import wording
from yuanjiao.oversight.circulars import correction_of
from yuanjiao.oversight.lines import Figures, Group, Line, figures_of
from yuanjiao.oversight.models import Circular
from yuanjiao.oversight.policy import CircularRules, circular_template

HEADING = re.compile(r"([一二三四五六七八九十]+、|\d+\. ).{1,40}$")
SHOWN_HASH = 32


class Paragraph(NamedTuple):
    """A paragraph, or a heading between them."""

    text: str
    heading: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and the rate of each row (0 to 1) that is drawn beside it."""

    title: str
    headings: list[str]
    rows: list[list[str]]
    rates: list[float]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a circular says."""

    language: str
    issuer: str
    number: str
    title: str
    paragraphs: list[Paragraph]
    tables: list[Table]
    unit: str
    date: str
    notes: list[str] = field(default_factory=list)


def said(circular: Circular) -> tuple[str, str]:
    """Title and text with the figures in them; the words of the academy's own language, whoever asks."""
    if circular.published:
        return circular.title, circular.text
    rules = circular_template(circular.written_at).rules
    with translation.override(settings.LANGUAGE_CODE):
        values = _values(circular, rules)
        return wording.filled(circular.title, values), wording.filled(circular.text, values)


def _values(circular: Circular, rules: CircularRules) -> dict[str, str]:
    if not circular.snapshot.hash:
        return wording.said_of_period(circular.snapshot)
    figures = figures_of(circular.snapshot, ranked=False)
    return wording.values_of(circular.snapshot, figures.whole, figures.below, rules)


def paragraphs_of(text: str) -> list[Paragraph]:
    """The paragraphs of a text; a short line that begins with 一、 or 1. is a heading."""
    lines = (line.strip() for line in text.splitlines())
    return [Paragraph(line, bool(HEADING.match(line))) for line in lines if line]


def number_of(circular: Circular) -> str:
    """The number that a published circular is known by."""
    if circular.number is None:
        return ""
    return _("通报〔%(year)s〕%(number)s号") % {"year": circular.year, "number": circular.number}


def document_of(circular: Circular, figures: Figures, *, ranked: bool) -> Document:
    """A circular with its figures.

    :param ranked: whether places among units may be shown where this is read.
    """
    title, text = said(circular)
    at = circular.published_at or circular.written_at
    return Document(
        language="zh" if (get_language() or "zh").startswith("zh") else "en",
        issuer=figures.whole.name,
        number=number_of(circular) or _("草稿，尚未发布"),
        title=title,
        paragraphs=paragraphs_of(text),
        tables=[_summary(figures), *(_table(group, ranked=ranked) for group in figures.groups)],
        unit=figures.whole.name,
        date=date_format(date_of(at), "DATE_FORMAT"),
        notes=_notes(circular),
    )


def _notes(circular: Circular) -> list[str]:
    snapshot = circular.snapshot
    notes = [
        _("统计期间：%(period)s；数据截至%(moment)s；%(target)s为达标。")
        % {
            "period": wording.period(snapshot.begins_on, snapshot.ends_on),
            "moment": wording.moment(snapshot.at),
            "target": wording.target(snapshot.target_per_cent),
        }
    ]
    if circular.corrects:
        notes.insert(0, _("本通报更正%(number)s《%(title)s》。") % _named(circular.corrects))
    later = correction_of(circular)
    if later:
        notes.insert(0, _("本通报已由%(number)s《%(title)s》更正。") % _named(later))
    if circular.published:
        notes.append(_("校验码 %(hash)s") % {"hash": circular.hash[:SHOWN_HASH]})
    return notes


def _named(circular: Circular) -> dict[str, str]:
    return {"number": number_of(circular), "title": circular.title}


def _summary(figures: Figures) -> Table:
    headings = [_("类别"), _("单位数"), _("应学"), _("参学率"), _("达标率"), _("人均学分")]
    whole = figures.whole.now
    rows = [
        [each.name, f"{each.units:,}", f"{each.now.due:,}", f"{each.now.participation_rate:.1%}",
         f"{each.now.met_rate:.1%}", f"{each.now.credits_a_head:.1f}"]
        for each in figures.kinds
    ]  # fmt: skip
    rates = [each.now.met_rate for each in figures.kinds]
    return Table(_("各类单位（应学%(due)s人）") % {"due": f"{whole.due:,}"}, headings, rows, rates)


def _table(group: Group, *, ranked: bool) -> Table:
    headings = [_("单位"), _("应学"), _("参学率"), _("达标率"), _("人均学分"), _("达标率比上期")]
    if ranked:
        headings = [_("名次"), *headings, _("名次比上期")]
    rows = [_row(line, ranked=ranked) for line in group.lines]
    return Table(group.name, headings, rows, [line.now.met_rate for line in group.lines])


def _row(line: Line, *, ranked: bool) -> list[str]:
    row = [line.name, f"{line.now.due:,}", f"{line.now.participation_rate:.1%}", f"{line.now.met_rate:.1%}",
           f"{line.now.credits_a_head:.1f}", points_text(line.met_points)]  # fmt: skip
    return [str(line.rank or "—"), *row, gain_text(line.rank_gain)] if ranked else row


def points_text(points: float | None) -> str:
    """A change in percentage points as tables show it."""
    return "—" if points is None else f"{points:+.1f}".replace("-", "−")


def gain_text(places: int | None) -> str:
    """How many places up or down."""
    if places is None:
        return "—"
    return f"↑{places}" if places > 0 else f"↓{-places}" if places < 0 else "="
