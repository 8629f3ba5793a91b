"""Deciding on a reorganisation, and withdrawing one whose day has not come (C5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.kernel import jobs
from yuanjiao.organisation.actions.reorganisation_records import (
    administrators_of,
    lock_tree,
    record,
    settle,
    tell_administrators,
)
from yuanjiao.organisation.actions.reorganising import carry_out
from yuanjiao.organisation.models import Reorganisation, ReorganisationState, ReorganisedUnit
from yuanjiao.organisation.reorganising import words
from yuanjiao.organisation.reorganising.effect import effect_of
from yuanjiao.organisation.reorganising.reading import due_reorganisations
from yuanjiao.organisation.reorganising.soundness import demand_possible
from yuanjiao.organisation.reorganising.wish import ReorganisationRefused, Wish
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import Scope

REORGANISE = "organisation.reorganise"
AT_ONCE = 200
"""So many people are moved while the decider waits; more are the worker's business."""


class AlreadyBegun(ReorganisationRefused):
    """What has been made cannot be withdrawn; it takes another reorganisation to undo it."""

    def __init__(self) -> None:
        super().__init__(_("这项调整已经开始办理，不能撤回。要改回来，请再办一次调整。"))


def reorganise(*, actor: Scope, wish: Wish, now: datetime) -> Reorganisation:
    """Decide on a reorganisation, and make it if its day has come: a small one at once, a large one by the worker.

    :raises OutOfScope: unless the actor administers both ends.
    :raises ReorganisationRefused: when it cannot be; one of its kinds.
    """
    made = decide_reorganisation(actor=actor, wish=wish, now=now)
    if made.on <= timezone.localdate(now):
        if made.effect["learners"] + made.effect["other_people"] > AT_ONCE:
            queue_reorganisation(reorganisation_id=made.pk, now=now)
        else:
            carry_out(reorganisation_id=made.pk, now=now)
        made.refresh_from_db()
    return made


@transaction.atomic
def decide_reorganisation(*, actor: Scope, wish: Wish, now: datetime) -> Reorganisation:
    """Write down what is to become of units on a day; those who administer them hear of it.

    :raises OutOfScope: unless the actor administers both ends.
    :raises ReorganisationRefused: when it cannot be; one of its kinds.
    """
    for path in wish.both_ends:
        actor.demand(Permission.UNITS_WRITE, path)
        actor.demand(Permission.PEOPLE_WRITE, path)
    lock_tree()
    demand_possible(wish, now)
    decided = Reorganisation.objects.create(
        kind=wish.kind,
        on=wish.on,
        target=wish.target,
        names=words.names_of(wish),
        parts={"classes": list(wish.class_ids), "below": list(wish.below_ids), "people": list(wish.person_ids)},
        keeps_administrators=wish.keeps_administrators,
        evens_classes=wish.evens_classes,
        reason=wish.reason,
        effect=effect_of(wish, now).as_data(),
        decided_by_id=actor.actor_id,
        decided_at=now,
    )
    ReorganisedUnit.objects.bulk_create(ReorganisedUnit(reorganisation=decided, unit=unit) for unit in wish.units)
    record(actor.actor_id, "decide_reorganisation", decided, wish.units, now)
    if wish.on > timezone.localdate(now):
        tell_administrators(decided, administrators_of(wish, now), now, done=False)
    return decided


@transaction.atomic
def withdraw_reorganisation(*, actor: Scope, reorganisation_id: int, now: datetime) -> Reorganisation:
    """Take back what has not begun; nothing has changed by it.

    :raises OutOfScope: unless the actor administers every unit concerned.
    :raises AlreadyBegun: when it has begun, or was settled otherwise.
    """
    lock_tree()
    decided = Reorganisation.objects.select_for_update().get(pk=reorganisation_id)
    units = list(decided.units.order_by("path"))
    for unit in units:
        actor.demand(Permission.UNITS_WRITE, unit)
    if decided.state != ReorganisationState.PLANNED:
        raise AlreadyBegun
    settle(decided, ReorganisationState.WITHDRAWN, now)
    record(actor.actor_id, "withdraw_reorganisation", decided, units, now)
    return decided


@transaction.atomic
def queue_reorganisation(*, reorganisation_id: int, now: datetime) -> None:
    """Leave a reorganisation to the worker."""
    waiting = Reorganisation.objects.select_for_update().get(pk=reorganisation_id)
    waiting.queued_at = now
    waiting.save(update_fields=["queued_at"])
    title = words.sentence(waiting)[:200]
    # Nobody's own job: what has begun is not to be cancelled half-way; its page tells how far it is.
    jobs.start(REORGANISE, owner_id=None, title=title, arguments={"reorganisation": waiting.pk}, now=now)


def queue_due_reorganisations(*, now: datetime) -> int:
    """Leave those whose day has come to the worker, and those that a dead one left behind; how many there were."""
    due = due_reorganisations(now, timezone.localdate(now))
    for number in due:
        queue_reorganisation(reorganisation_id=number, now=now)
    return len(due)
