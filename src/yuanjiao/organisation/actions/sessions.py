"""Ending sessions: remote sign-out, and whatever takes away the right to be signed in."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from yuanjiao.kernel import audit
from yuanjiao.organisation import events
from yuanjiao.organisation.models import Person


@transaction.atomic
def end_sessions(*, actor_id: int | None, person: Person, now: datetime, keep_key: str | None = None) -> int:
    """End a person's sessions except one, and with them what they are watching; gives how many ended."""
    theirs = UserSession.objects.filter(user_id=person.pk).exclude(session_key=keep_key or "")
    keys = list(theirs.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    theirs.delete()
    events.tell(events.signed_out_elsewhere, [person.pk], now)
    if keys:
        audit.record(
            at=now,
            actor_id=actor_id,
            verb="organisation.end_sessions",
            subject=("person", person.pk),
            unit_path=person.unit.path,
            detail={"sessions": len(keys)},
        )
    return len(keys)
