"""Telling people of a circular, noting who opened it, reminding who has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.models import Notice
from yuanjiao.outreach.public import notify_many
from yuanjiao.oversight.circulars import concerned, learners_below, receipts_in
from yuanjiao.oversight.counting import Told
from yuanjiao.oversight.models import Circular, CircularReceipt, Reach

AT_ONCE = 1000
NOTICE = "oversight.circular"
REMIND_AGAIN_AFTER = timedelta(days=1)
Item = TypeVar("Item")


def tell_of_circular(
    *, circular: Circular, administrators_link: str, learners_link: str, now: datetime, told: Told
) -> int:
    """Tell the administrators whom a circular concerns, and all learners if it is for everyone; how many people.

    Done chunk by chunk; whoever has been told is passed over, so the work may be done twice.
    """
    administrators = list(concerned(circular.unit, circular.reach, now).items())
    learners = learners_below(circular.unit).order_by("pk").values_list("pk", flat=True)
    everyone = circular.reach == Reach.EVERYONE
    whole, done = len(administrators) + (learners.count() if everyone else 0), 0
    for chunk in _chunks(iter(administrators)):
        _tell_administrators(circular, dict(chunk), administrators_link, now)
        done += len(chunk)
        told(done, whole)
    if everyone:
        known = {person_id for person_id, _unit_id in administrators}
        for numbers in _chunks(learners.iterator()):
            _tell_learners(circular, [number for number in numbers if number not in known], learners_link, now)
            done += len(numbers)
            told(done, max(whole, done))
    return done


@transaction.atomic
def _tell_administrators(circular: Circular, units: dict[int, int], link: str, now: datetime) -> None:
    known = CircularReceipt.objects.filter(circular=circular, person_id__in=units).values_list("person_id", flat=True)
    fresh = sorted(units.keys() - set(known))
    CircularReceipt.objects.bulk_create(
        CircularReceipt(circular=circular, person_id=number, unit_id=units[number], told_at=now) for number in fresh
    )
    notify_many(person_ids=fresh, kind=NOTICE, title=circular.title, body=_body(circular), link=link, now=now)


@transaction.atomic
def _tell_learners(circular: Circular, numbers: Sequence[int], link: str, now: datetime) -> None:
    known = Notice.objects.filter(person_id__in=numbers, kind=NOTICE, link=link).values_list("person_id", flat=True)
    fresh = sorted(set(numbers) - set(known))
    notify_many(person_ids=fresh, kind=NOTICE, title=circular.title, body=_body(circular), link=link, now=now)


def _body(circular: Circular) -> str:
    return _("%(unit)s发布了通报，请阅读。") % {"unit": circular.unit.name}


def _chunks(items: Iterator[Item]) -> Iterator[list[Item]]:
    while chunk := list(islice(items, AT_ONCE)):
        yield chunk


@transaction.atomic
def note_opened(*, actor: Person, circular: Circular, now: datetime) -> bool:
    """Note that one of those concerned has opened a circular; only the first time counts."""
    hers = CircularReceipt.objects.filter(circular=circular, person=actor, opened_at__isnull=True)
    return bool(hers.update(opened_at=now))


@transaction.atomic
def remind_of_circular(*, actor: Scope, circular: Circular, link: str, now: datetime) -> int:
    """Remind the administrators of the actor's subtree who have not opened a circular; how many.

    Nobody is reminded twice in a day, nor on the day she was told.

    :raises OutOfScope: when the actor reminds nobody anywhere.
    """
    late = Q(reminded_at__isnull=True) | Q(reminded_at__lt=now - REMIND_AGAIN_AFTER)
    waiting = receipts_in(actor, circular).filter(late, opened_at__isnull=True, told_at__lt=now - REMIND_AGAIN_AFTER)
    people = dict(waiting.filter(unit__in=actor.units(Permission.LEARNERS_REMIND)).values_list("pk", "person_id"))
    reminded = CircularReceipt.objects.filter(pk__in=people, opened_at__isnull=True)
    reminded.update(reminded_at=now)
    notify_many(
        person_ids=people.values(),
        kind=NOTICE,
        title=_("请阅读：%(title)s") % {"title": circular.title},
        body=_body(circular),
        link=link,
        now=now,
    )
    if people:
        audit.record(
            at=now,
            actor_id=actor.actor_id,
            verb="oversight.remind_circular",
            subject=("circular", circular.pk),
            unit_path=circular.unit.path,
            detail={"people": len(people)},
        )
    return len(people)
