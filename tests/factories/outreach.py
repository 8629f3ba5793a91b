"""Notices, messages and recommendations for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from yuanjiao.catalogue.models import Course
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.models import BoardMessage, Notice, Recommendation

WRITTEN_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def make_notice(person: Person, title: str = "示例通知", **fields: Any) -> Notice:
    """An unread notice."""
    return Notice.objects.create(person=person, **{"title": title, "kind": "test", "created_at": WRITTEN_AT} | fields)


def make_message(author: Person, course: Course | None = None, text: str = "示例留言", **fields: Any) -> BoardMessage:
    """A visible message on a course's board, or the academy's."""
    fields = {"written_at": WRITTEN_AT, "unit_path": author.unit.path} | fields
    return BoardMessage.objects.create(author=author, course=course, text=text, **fields)


def make_recommendation(sender: Person, receiver: Person, course: Course, words: str = "值得一看") -> Recommendation:
    """A colleague's recommendation."""
    return Recommendation.objects.create(
        sender=sender, receiver=receiver, course=course, words=words, sent_at=WRITTEN_AT
    )
