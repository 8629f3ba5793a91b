"""Reads of notices and complaints."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Count, Min, QuerySet

from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.models import Complaint, ComplaintState, Notice

COUNTED_AT_MOST = 99

# Written plainly, because every page of someone signed in asks for it.
UNREAD = """
SELECT COUNT(*) FROM (SELECT 1 FROM outreach_notice WHERE person_id = %s AND read_at IS NULL LIMIT %s) AS unread
"""


def unread_count(person: Person) -> int:
    """How many notices she has not read, counted to 99 through the index of unread ones: one cheap query."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, (person.pk, COUNTED_AT_MOST))
        return int(cursor.fetchone()[0])


def notices_of(person: Person) -> QuerySet[Notice]:
    """Her notices, newest first."""
    return Notice.objects.filter(person=person).order_by("-created_at", "-id")


def latest_notices(person: Person, limit: int = 3) -> list[Notice]:
    """The newest few, for a home page."""
    return list(notices_of(person)[:limit])


def complaints_in(scope: Scope) -> QuerySet[Complaint]:
    """Complaints from the scope's units; whoever covers the academy sees unsigned ones too."""
    signed = scope.rows(Permission.CREDITS_CORRECT, Complaint.objects.all(), "person__unit__path")
    whole = scope.covers_academy(Permission.CREDITS_CORRECT)
    return signed | Complaint.objects.filter(person__isnull=True) if whole else signed


def waiting_complaints(scope: Scope) -> tuple[int, datetime | None]:
    """How many complaints of the scope have no answer yet, and since when the first of them waits."""
    waiting = complaints_in(scope).filter(state=ComplaintState.WAITING)
    found = waiting.aggregate(number=Count("pk"), oldest=Min("written_at"))
    return found["number"], found["oldest"]
