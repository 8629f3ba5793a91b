"""Ending sessions: remote sign-out, and whatever takes away the right to be signed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from yuanjiao.kernel import audit
from yuanjiao.organisation import events
from yuanjiao.organisation.models import Person


@transaction.atomic
def end_sessions(*, actor_id: int | None, person: Person, now: datetime, only_keys: Sequence[str] | None = None) -> int:
    """End a person's sessions, or those of some keys, and with them what she is watching; gives how many ended."""
    theirs = UserSession.objects.filter(user_id=person.pk)
    if only_keys is not None:
        theirs = theirs.filter(session_key__in=only_keys)
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
