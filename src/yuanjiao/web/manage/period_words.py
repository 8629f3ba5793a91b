"""The period report in sentences, and its tables: the same for the page, the Excel file and the Word file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yuanjiao.catalogue.models import CourseMove
from yuanjiao.catalogue.public import Change, Period, PeriodReport
from yuanjiao.organisation.sheets import Cell, Sheet
from yuanjiao.web.manage.listings.life import CHANGES


class Table(NamedTuple):
    """One table of the report."""

    title: str
    headings: list[str]
    rows: list[list[Cell]]


def day(on: date) -> str:
    """A day in full: 2026 年 6 月 30 日."""
    return date_format(on, "SHORT_DATE_FORMAT")


def span(period: Period) -> str:
    """From when to when."""
    return _("%(first)s至 %(last)s") % {"first": day(period.first), "last": day(period.last)}


def title() -> str:
    """The report's title."""
    return _("课程增减报告")


def sentences(report: PeriodReport) -> list[str]:
    """What the report says in words."""
    whole, before = report.whole, report.period.before
    words = {
        "span": span(report.period), "added": f"{whole.added:,}", "retired": f"{whole.retired:,}",
        "online": f"{whole.online:,}",
    }  # fmt: skip
    told = [_("%(span)s，新上线课程 %(added)s 门，下线 %(retired)s 门，期末在线 %(online)s 门。") % words]
    words = {
        "span": span(before), "added": f"{whole.added_before:,}", "retired": f"{whole.retired_before:,}",
        "more": signed(whole.added - whole.added_before), "gone": signed(whole.retired - whole.retired_before),
    }  # fmt: skip
    told.append(
        _("上一个同样长的时期（%(span)s）新上线 %(added)s 门，下线 %(retired)s 门；新上线 %(more)s，下线 %(gone)s。")
        % words
    )
    told.append(_key_topics(report))
    return told


def _key_topics(report: PeriodReport) -> str:
    if not report.key_topics:
        return _("这一时期没有主题的课程净增加。")
    names = _("、").join(
        _("%(topic)s（净增 %(growth)s 门）") % {"topic": topic.name, "growth": f"{topic.growth:,}"}
        for topic in report.key_topics
    )
    sentence = ngettext("增长围绕的重点主题：%(names)s。", "增长围绕的重点主题：%(names)s。", len(report.key_topics))
    return sentence % {"names": names}


def signed(number: int) -> str:
    """A difference with its sign."""
    return f"+{number:,}" if number > 0 else f"−{-number:,}" if number < 0 else "0"


def tables(report: PeriodReport) -> list[Table]:
    """By topic, then by source."""
    return [
        Table(_("按主题"), _headings(_("主题")), [_row(change) for change in [*report.topics, _all(report)]]),
        Table(_("按来源"), _headings(_("来源")), [_row(change) for change in [*report.sources, _all(report)]]),
    ]


def _all(report: PeriodReport) -> Change:
    whole = report.whole
    return Change(
        "", _("合计"), whole.added, whole.retired, whole.added_before, whole.retired_before, whole.online
    )  # fmt: skip


def _headings(first: str) -> list[str]:
    return [
        first,
        _("新上线"),
        pgettext("how many", "下线"),
        _("净增"),
        _("上期新上线"),
        _("上期下线"),
        _("期末在线"),
        _("增长（%）"),
    ]


def _row(change: Change) -> list[Cell]:
    rate = change.growth_rate
    return [
        change.name, change.added, change.retired, change.growth, change.added_before, change.retired_before,
        change.online, round(rate * 100, 1) if rate is not None else None,
    ]  # fmt: skip


def sheets(report: PeriodReport, moves: QuerySet[CourseMove]) -> Iterable[Sheet]:
    """The Excel file: the sentences, both tables, and every course that came or went."""
    yield Sheet(title(), [title()], [[sentence] for sentence in sentences(report)], [60])
    for table in tables(report):
        yield Sheet(table.title, table.headings, table.rows)
    rows = ([column.value(move) for column in CHANGES.columns] for move in moves.iterator(chunk_size=1000))
    yield Sheet(
        _("课程清单"),
        [str(column.heading) for column in CHANGES.columns],
        rows,
        [column.width for column in CHANGES.columns],
    )
