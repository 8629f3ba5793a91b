"""Telling people, and marking what they have read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yuanjiao.library.events import ToTell
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.models import Notice

TITLE_LENGTH = 120
ROWS_AT_ONCE = 1000


@transaction.atomic
def notify(*, person_id: int, kind: str, title: str, now: datetime, body: str = "", link: str = "") -> Notice:
    """Leave one notice for one person.

    :param kind: what it is about, ``domain.event`` such as ``credits.awarded``.
    :param link: the path of the page it leads to.
    """
    return Notice.objects.create(
        person_id=person_id, kind=kind, title=title[:TITLE_LENGTH], body=body, link=link, created_at=now
    )


@transaction.atomic
def notify_many(
    *, person_ids: Iterable[int], kind: str, title: str, now: datetime, body: str = "", link: str = ""
) -> int:
    """Leave the same notice for many people; gives how many. The caller cuts very large numbers into chunks."""
    notices = [
        Notice(person_id=number, kind=kind, title=title[:TITLE_LENGTH], body=body, link=link, created_at=now)
        for number in person_ids
    ]
    Notice.objects.bulk_create(notices, batch_size=ROWS_AT_ONCE)
    return len(notices)


def leave_notices(wanted: ToTell) -> None:
    """Leave what the library asks for, in its transaction."""
    notify_many(
        person_ids=wanted.person_ids,
        kind="library.digest",
        title=wanted.title,
        now=wanted.at,
        body=wanted.body,
        link=wanted.link,
    )


@transaction.atomic
def mark_read(*, actor: Person, notice_id: int, now: datetime) -> Notice:
    """Mark one of the actor's own notices as read; reading again changes nothing.

    :raises Notice.DoesNotExist: when it is not hers.
    """
    notice = Notice.objects.get(pk=notice_id, person=actor)
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def mark_all_read(*, actor: Person, now: datetime) -> int:
    """Mark all notices of the actor as read; gives how many were unread."""
    return Notice.objects.filter(person=actor, read_at__isnull=True).update(read_at=now)
