"""Reads for those who look after learners: contacts, reminders, messages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery

from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.models import Contact, LetterKind, Reminder, TeacherMessage

RECENTLY = timedelta(days=30)


def contacts_in(scope: Scope) -> QuerySet[Contact]:
    """The contacts with learners of the scope; a substitute reads what the teacher wrote, and the other way round."""
    people = scope.people(Permission.LEARNERS_REMIND)
    return Contact.objects.filter(person__in=people).select_related("person__unit", "by")


def reminders_in(scope: Scope) -> QuerySet[Reminder]:
    """What was sent to learners of the scope, reminders and messages, with their channels."""
    people = scope.people(Permission.LEARNERS_REMIND)
    rows = Reminder.objects.filter(person__in=people).select_related("person__unit", "sender")
    return rows.prefetch_related("deliveries")


def last_contacts(person_ids: Collection[int]) -> dict[int, Contact]:
    """The latest contact with each of some learners; one query."""
    later = Contact.objects.filter(person=OuterRef("person"), at__gt=OuterRef("at"))
    rows = Contact.objects.filter(~Exists(later), person_id__in=person_ids).order_by("pk")
    return {contact.person_id: contact for contact in rows}


def last_reminders(person_ids: Collection[int]) -> dict[int, date]:
    """The day of the latest reminder of each of some learners; one query."""
    rows = Reminder.objects.filter(person_id__in=person_ids, kind=LetterKind.REMINDER).values_list("person_id")
    return dict(rows.annotate(last=Max("day")))


def waiting_messages(person_ids: Collection[int]) -> dict[int, int]:
    """How many messages of each of some learners wait for an answer; one query."""
    rows = TeacherMessage.objects.filter(learner_id__in=person_ids, author=F("learner"), seen_at__isnull=True)
    return dict(rows.values_list("learner_id").annotate(number=Count("pk")))


def messages_with(learner: Person) -> QuerySet[TeacherMessage]:
    """What a learner and her class teachers wrote to each other, the latest first."""
    return TeacherMessage.objects.filter(learner=learner).select_related("author").order_by("-written_at", "-pk")


def last_contact_by() -> Subquery:
    """When the person of the outer row last noted a contact."""
    rows = Contact.objects.filter(by=OuterRef("pk")).order_by().values("by")
    return Subquery(rows.annotate(last=Max("at")).values("last"))


def recent_reminders_by(now: datetime) -> Subquery:
    """How many learners the person of the outer row has reminded in the last thirty days."""
    sent = Reminder.objects.filter(sender=OuterRef("pk"), kind=LetterKind.REMINDER, at__gt=now - RECENTLY)
    rows = sent.order_by().values("sender")
    return Subquery(rows.annotate(number=Count("pk")).values("number"))
