"""Reads of notices."""

from __future__ import annotations

from django.db.models import QuerySet

from yuanjiao.organisation.models import Person
from yuanjiao.outreach.models import Notice

COUNTED_AT_MOST = 99


def unread_count(person: Person) -> int:
    """How many notices she has not read, counted to 99 through the index of unread ones: one cheap query."""
    return Notice.objects.filter(person=person, read_at__isnull=True)[:COUNTED_AT_MOST].count()


def notices_of(person: Person) -> QuerySet[Notice]:
    """Her notices, newest first."""
    return Notice.objects.filter(person=person).order_by("-created_at", "-id")


def latest_notices(person: Person, limit: int = 3) -> list[Notice]:
    """The newest few, for a home page."""
    return list(notices_of(person)[:limit])
