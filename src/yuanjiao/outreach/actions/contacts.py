"""Keeping what was talked about with a learner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import OutOfScope, Permission, Scope
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.models import Contact, ContactWay


class NothingWasSaid(OutreachFailure):
    """A contact without a word of what was said."""


class FollowUpLiesBehind(OutreachFailure):
    """The next contact was put on a day that has passed."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What a contact was: how, what was said, what comes next and on which day."""

    said: str
    way: ContactWay = ContactWay.CALL
    next_step: str = ""
    follow_up_on: date | None = None


@transaction.atomic
def note_contact(*, actor: Scope, person: Person, talk: Talk, now: datetime) -> Contact:
    """Keep a contact; its day for the next one takes the place of any earlier.

    :raises OutOfScope: when the learner is neither in the actor's classes nor in a unit whose learners she may remind.
    :raises NothingWasSaid: without words.
    :raises FollowUpLiesBehind: when the next contact was put on a day that has passed.
    """
    demand_care(actor, person)
    if not talk.said.strip():
        raise NothingWasSaid(_("请写一句说了什么，接班的人也会看到。"))
    if talk.follow_up_on and talk.follow_up_on < timezone.localdate(now):
        raise FollowUpLiesBehind(_("再联系的日子已经过去了，请选今天或以后。"))
    contact = Contact.objects.create(
        person=person,
        by_id=actor.actor_id,
        at=now,
        way=talk.way,
        said=talk.said.strip(),
        next_step=talk.next_step.strip(),
        follow_up_on=talk.follow_up_on,
        unit_path=person.unit.path,
    )
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb="outreach.note_contact",
        subject=("person", person.pk),
        unit_path=person.unit.path,
        detail={"contact": contact.pk},
    )
    return contact


def demand_care(actor: Scope, person: Person) -> None:
    """Nothing, if the actor looks after this learner.

    :raises OutOfScope: otherwise.
    """
    if not actor.people(Permission.LEARNERS_REMIND).filter(pk=person.pk).exists():
        raise OutOfScope
