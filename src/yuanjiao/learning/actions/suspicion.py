"""Looking at a learner's timeline, settling her signals, and forgetting what is past its term (C8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from yuanjiao.kernel import audit
from yuanjiao.learning import policy
from yuanjiao.learning.models import SuspicionSignal, WatchSession
from yuanjiao.learning.queries.suspicion import waiting_signals
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope

OPENED = "learning.open_timeline"
MONTH = timedelta(days=30)
ROWS_AT_ONCE = 1000


@transaction.atomic
def record_timeline_opening(*, actor: Scope, learner: Person, now: datetime) -> None:
    """Write down that somebody is about to see a learner's sessions; call it before they are read.

    :raises OutOfScope: when the actor may not review study in the learner's unit.
    """
    actor.demand(Permission.STUDY_REVIEW, learner.unit)
    audit.record(
        at=now, actor_id=actor.actor_id, verb=OPENED, subject=("person", learner.pk), unit_path=learner.unit.path
    )


def settle_signals(*, learner_id: int, until: datetime, now: datetime) -> list[SuspicionSignal]:
    """Mark a learner's waiting signals up to a moment as decided, and give them. Needs an open transaction."""
    waiting = waiting_signals().filter(learner_id=learner_id, at__lte=until).select_for_update().order_by("at", "pk")
    settled = list(waiting)
    SuspicionSignal.objects.filter(pk__in=[signal.pk for signal in settled]).update(settled_at=now)
    return settled


def forget_old_timelines(*, now: datetime) -> Iterator[int]:
    """Delete sessions and signals past their retention term, a thousand at a time; gives how many each time.

    Rows are written in the order of time, so the oldest have the lowest numbers and no index by age is needed.
    """
    _number, rules = policy.watching(now)
    before = now - MONTH * rules.timeline_months
    while old := [
        number
        for number, at in WatchSession.objects.order_by("pk").values_list("pk", "opened_at")[:ROWS_AT_ONCE]
        if at < before
    ]:
        WatchSession.objects.filter(pk__in=old).delete()
        yield len(old)
    forgotten, _kinds = SuspicionSignal.objects.filter(at__lt=before).delete()
    yield forgotten
