"""Setting one's own password, which uses up the one-time code."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from yuanjiao.kernel import audit
from yuanjiao.organisation import events, one_time
from yuanjiao.organisation.actions.sessions import end_sessions
from yuanjiao.organisation.models import Person


@transaction.atomic
def choose_password(*, person: Person, password: str, now: datetime) -> None:
    """Store a person's own new password; her one-time code is spent and every other session of hers ends."""
    person.set_password(password)
    person.one_time_code_hash = ""
    person.one_time_code_expires = None
    person.must_change_password = False
    person.save(update_fields=["password", "one_time_code_hash", "one_time_code_expires", "must_change_password"])
    events.tell(events.signed_out_elsewhere, [person.pk], now)
    audit.record(
        at=now,
        actor_id=person.pk,
        verb="organisation.choose_password",
        subject=("person", person.pk),
        unit_path=person.unit.path,
    )


@transaction.atomic
def use_one_time_code(*, person: Person, now: datetime) -> None:
    """Note that a one-time code is being used: it opens for half an hour more, and whatever it opened before ends.

    Were it spent at once, a line that drops before the password is chosen would send her to her administrator again.
    """
    end = now + one_time.AFTER_FIRST_USE
    Person.objects.filter(pk=person.pk, one_time_code_expires__gt=end).update(one_time_code_expires=end)
    if UserSession.objects.filter(user_id=person.pk).exists():
        end_sessions(actor_id=person.pk, person=person, now=now)


@transaction.atomic
def record_sign_in(*, person: Person, address: str, now: datetime) -> None:
    """Note that someone signed in, and from where."""
    audit.record(
        at=now,
        actor_id=person.pk,
        verb="organisation.sign_in",
        subject=("person", person.pk),
        unit_path=person.unit.path,
        detail={"address": address},
    )


@transaction.atomic
def record_failed_sign_in(*, person: Person | None, address: str, now: datetime) -> None:
    """Note a failed sign-in. What was typed is never kept: people type passwords into the name field."""
    audit.record(
        at=now,
        actor_id=None,
        verb="organisation.sign_in_failed",
        subject=("person", person.pk if person else ""),
        unit_path=person.unit.path if person else "",
        detail={"address": address},
    )


@transaction.atomic
def signed_out(*, person: Person, now: datetime) -> None:
    """Tell the rooms above that a session ended, so that what was watched in it ends too."""
    events.tell(events.signed_out_elsewhere, [person.pk], now)
