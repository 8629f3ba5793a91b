"""Whom a mailing reaches and whom it leaves out: as numbers before it is sent, as people while it is (A17)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from yuanjiao.credits.public import Pace, has_pace, standings_of, year_of
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.models import LetterKind, Mailing, MailingPlace
from yuanjiao.outreach.rest import rested
from yuanjiao.outreach.wording import Wording, filled, signed

SAMPLE = 5


class Reach(NamedTuple):
    """Of the `whole` list: not hers to write to, left, owing nothing, done with it, reminded lately; who gets it."""

    whole: int
    not_hers: int
    gone: int
    no_learners: int
    met: int
    rested: int
    people: int
    without_mail: int
    without_phone: int


def reach_of(actor: Scope, people: QuerySet[Person], kind: LetterKind, now: datetime) -> Reach:
    """The numbers of a mailing to these people; two queries however many they are."""
    people = people.order_by()
    hers = people.filter(pk__in=actor.people(Permission.LEARNERS_REMIND).order_by().values("pk"))
    here, owes, met = Q(is_active=True), _owes(kind), _met(kind, now)
    rested, gets = _rested(kind, now), _gets(kind, now)
    counted = hers.aggregate(
        hers=Count("pk"),
        gone=Count("pk", filter=~here),
        no_learners=Count("pk", filter=here & ~owes),
        met=Count("pk", filter=here & owes & met),
        rested=Count("pk", filter=here & owes & ~met & rested),
        people=Count("pk", filter=gets),
        without_mail=Count("pk", filter=gets & (Q(email=None) | Q(email=""))),
        without_phone=Count("pk", filter=gets & (Q(phone=None) | Q(phone=""))),
    )
    whole = people.count()
    return Reach(whole=whole, not_hers=whole - counted.pop("hers"), **counted)


def who_gets(actor: Scope, people: QuerySet[Person], kind: LetterKind, now: datetime) -> QuerySet[Person]:
    """Those of the people whom a mailing of this kind reaches."""
    hers = actor.people(Permission.LEARNERS_REMIND).order_by().values("pk")
    return people.filter(_gets(kind, now), pk__in=hers)


def who_of(actor: Scope, person_ids: Collection[int], kind: LetterKind, now: datetime) -> QuerySet[Person]:
    """As `who_gets`, of people given by their numbers; it looks at nobody else, so a part costs what it holds."""
    people = actor.people(Permission.LEARNERS_REMIND).filter(_gets(kind, now), pk__in=person_ids)
    return people.select_related("unit").order_by("pk")


def sample_letters(people: QuerySet[Person], text: str, sender: Person, now: datetime) -> list[tuple[Person, str]]:
    """A few of the people with the very words each would read; two queries."""
    text = signed(text, sender)
    some = list(people.select_related("unit")[:SAMPLE])
    standings = standings_of([person.pk for person in some], year_of(now))
    return [(person, filled(text, Wording.of(person, standings.get(person.pk)))) for person in some]


def mailings_in(scope: Scope) -> QuerySet[Mailing]:
    """What the reader sent herself, and what was sent from units of her scope."""
    own = Q(sender_id=scope.person_id)
    below = scope.rows(Permission.LEARNERS_REMIND, Mailing.objects.all(), "unit_path").values("pk")
    partly = scope.rows(Permission.LEARNERS_REMIND, MailingPlace.objects.all(), "unit_path").values("mailing")
    return Mailing.objects.filter(own | Q(pk__in=below) | Q(pk__in=partly)).select_related("sender", "job")


def _gets(kind: LetterKind, now: datetime) -> Q:
    return Q(is_active=True) & _owes(kind) & ~_met(kind, now) & ~_rested(kind, now)


def _owes(kind: LetterKind) -> Q:
    return Q(is_learner=True) if kind == LetterKind.REMINDER else ~Q(pk__in=[])


def _met(kind: LetterKind, now: datetime) -> Q:
    return Q(has_pace([Pace.MET], now)) if kind == LetterKind.REMINDER else Q(pk__in=[])


def _rested(kind: LetterKind, now: datetime) -> Q:
    return rested(now) if kind == LetterKind.REMINDER else Q(pk__in=[])
