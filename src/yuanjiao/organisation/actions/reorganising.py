"""Making a reorganisation: the tree in one short transaction, people in portions, then what is left to do.

Every step can be begun again, by the same worker or another: the rows say how far it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from yuanjiao.organisation import events
from yuanjiao.organisation.actions.classes import form_class_groups, rebalance_class_groups
from yuanjiao.organisation.actions.concerned import tell_of_succession
from yuanjiao.organisation.actions.reorganisation_records import (
    administrators_of,
    lock_tree,
    record,
    settle,
    tell_administrators,
)
from yuanjiao.organisation.actions.succession import Succession
from yuanjiao.organisation.models import (
    Membership,
    Person,
    Reorganisation,
    ReorganisationKind,
    ReorganisationState,
    UnitSuccession,
)
from yuanjiao.organisation.reorganising.soundness import demand_possible
from yuanjiao.organisation.reorganising.wish import ReorganisationRefused, wish_of
from yuanjiao.organisation.scope import Scope

CHUNK = 400
Told = Callable[[int, int], None]


def no_progress(_done: int, _whole: int) -> None:
    """Tell nobody."""


def carry_out(*, reorganisation_id: int, now: datetime, told: Told = no_progress) -> ReorganisationState:
    """Make a reorganisation, or carry on one that was broken off; one that is settled is left alone."""
    state = begin(reorganisation_id=reorganisation_id, now=now)
    if state == ReorganisationState.RUNNING:
        made = Reorganisation.objects.get(pk=reorganisation_id)
        whole, done = made.effect["learners"] + made.effect["other_people"], 0
        for succession in made.successions.select_related("former", "heir", "reorganisation__target").order_by("pk"):
            while number := move_people(succession=succession, now=now):
                done += number
                told(done, max(whole, done))
        state = finish(reorganisation_id=reorganisation_id, now=now)
    return state


@transaction.atomic
def begin(*, reorganisation_id: int, now: datetime) -> ReorganisationState:
    """Let the heirs arise and the former units end, with what hangs on them; people follow afterwards.

    What has become impossible since it was decided ends as failed, with the reason; nothing is touched then.
    """
    lock_tree()
    made = Reorganisation.objects.select_for_update().get(pk=reorganisation_id)
    if made.state != ReorganisationState.PLANNED:
        return ReorganisationState(made.state)
    wish = wish_of(made)
    try:
        demand_possible(wish, now, besides=made.pk)
    except ReorganisationRefused as problem:
        made.message = str(problem)
        made.save(update_fields=["message"])
        settle(made, ReorganisationState.FAILED, now)
        return ReorganisationState.FAILED
    told = administrators_of(wish, now)
    made.state = ReorganisationState.RUNNING
    made.save(update_fields=["state"])
    succession = Succession(made, wish, now)
    succession.make()
    events.tell(events.units_succeeded, succession.facts, now)
    record(made.decided_by_id, "reorganise", made, wish.units, now)
    tell_administrators(made, told, now, done=True)
    return ReorganisationState.RUNNING


@transaction.atomic
def move_people(*, succession: UnitSuccession, now: datetime) -> int:
    """Bring the next people of a unit to its heir, with their stays and credits, and tell them; how many there were."""
    there = Person.everyone.filter(unit_id=succession.former_id)
    if not succession.whole:
        one_by_one = succession.reorganisation.parts.get("people", ())
        there = there.filter(Q(class_place__class_group__unit_id=succession.heir_id) | Q(pk__in=one_by_one))
    numbers = sorted(there.values_list("pk", flat=True)[:CHUNK])
    locked = Person.everyone.select_for_update().filter(pk__in=numbers, unit_id=succession.former_id).order_by("pk")
    people = list(locked)
    stays = Membership.objects.filter(unit_id=succession.former_id, person__in=people)
    pass_stays_on(stays, succession)
    Person.everyone.filter(pk__in=[person.pk for person in people]).update(unit_id=succession.heir_id)
    paths = str(succession.former.path), str(succession.heir.path)
    here = [person for person in people if person.is_active and person.arrival_id is None]
    facts = [events.Transferred(person.pk, succession.heir_id, *paths) for person in here if person.is_learner]
    events.tell(events.person_transferred, facts, now)
    tell_of_succession(succession=succession, people=[person.pk for person in here], now=now)
    return len(numbers)


def pass_stays_on(stays: QuerySet[Membership], succession: UnitSuccession) -> None:
    """Let stays in a unit go on in its heir from the day of succession; those that began later lie there wholly."""
    found = list(stays.filter(Q(until=None) | Q(until__gt=succession.on)))
    later = [stay.pk for stay in found if stay.since >= succession.on]
    Membership.objects.filter(pk__in=later).update(unit_id=succession.heir_id)
    split = [stay for stay in found if stay.since < succession.on]
    Membership.objects.filter(pk__in=[stay.pk for stay in split]).update(until=succession.on)
    Membership.objects.bulk_create(
        Membership(person_id=stay.person_id, unit_id=succession.heir_id, since=succession.on, until=stay.until)
        for stay in split
    )


@transaction.atomic
def finish(*, reorganisation_id: int, now: datetime) -> ReorganisationState:
    """Pass on the stays of those who have left since, see to the class groups, and settle."""
    made = Reorganisation.objects.select_for_update().get(pk=reorganisation_id)
    if made.state != ReorganisationState.RUNNING:
        return ReorganisationState(made.state)
    for succession in made.successions.filter(whole=True):
        pass_stays_on(Membership.objects.filter(unit_id=succession.former_id), succession)
    system = Scope.of_system()
    if made.kind == ReorganisationKind.SPLIT and made.parts.get("people"):
        form_class_groups(actor=system, unit=made.successions.get(whole=False).heir, now=now)
    if made.kind == ReorganisationKind.MERGE and made.target is not None:
        form_class_groups(actor=system, unit=made.target, now=now)
        if made.evens_classes:
            rebalance_class_groups(actor=system, unit=made.target, now=now)
    return settle(made, ReorganisationState.DONE, now)


def bring_stragglers(*, now: datetime) -> int:
    """Move whoever came into a unit just as it ended to its heir; how many there were."""
    strayed = UnitSuccession.objects.filter(
        whole=True, former__people__isnull=False, reorganisation__state=ReorganisationState.DONE
    )
    found = list(strayed.select_related("former", "heir", "reorganisation__target").distinct())
    return sum(move_people(succession=succession, now=now) for succession in found)
