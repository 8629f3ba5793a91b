"""Taking a lost second factor away, so that its owner can set up another."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from yuanjiao.kernel import audit
from yuanjiao.organisation.actions.sessions import end_sessions
from yuanjiao.organisation.models import Person


@transaction.atomic
def remove_second_factor(*, actor: Person, person: Person, reason: str, now: datetime) -> int:
    """Remove a person's authenticator apps, security keys and recovery codes and end her sessions; gives how many.

    No page does this: with a new sign-in code besides, whoever could would be able to sign in as her. It is for those
    who run the machine, upon seeing her.
    """
    removed: int = Authenticator.objects.filter(user_id=person.pk).delete()[0]
    end_sessions(actor_id=actor.pk, person=person, now=now)
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb="organisation.remove_second_factor",
        subject=("person", person.pk),
        unit_path=person.unit.path,
        detail={"reason": reason, "removed": removed},
    )
    return removed
