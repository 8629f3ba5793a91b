"""Versions of the measures, made by the actions themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime

from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight.models import MeasuresVersion
from yuanjiao.oversight.public import ChapterDetails, draft_measures, publish_measures, write_chapter

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


def make_draft(actor: Person | None, *chapters: tuple[str, str, str], now: datetime = NOW) -> MeasuresVersion:
    """A draft with these chapters (title, text, rule) beside what it took over; nobody stands for the system."""
    scope = _scope(actor, now)
    draft = draft_measures(actor=scope, title="管理办法", now=now)
    first = draft.chapters.count() + 1
    for position, (title, text, rule) in enumerate(chapters, first):
        write_chapter(actor=scope, details=ChapterDetails(position, title, text, rule), now=now)
    return draft


def publish(actor: Person | None, valid_from: date = date(2026, 6, 1), now: datetime = NOW) -> MeasuresVersion:
    """The draft in force from a day on."""
    return publish_measures(actor=_scope(actor, now), valid_from=valid_from, summary="首次发布。", now=now)


def arguments_of_measures() -> dict[str, object]:
    """What addresses name of the measures: a published version; there is a draft too."""
    make_draft(None, ("学分", "学完得分。", "credit"))
    published = publish(None)
    draft = make_draft(None)
    return {"measures_number": published.number, "chapter_id": draft.chapters.get().pk}


def _scope(actor: Person | None, now: datetime) -> Scope:
    return Scope.of_system() if actor is None else Scope.of(actor, now)
