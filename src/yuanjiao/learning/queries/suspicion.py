"""Signals that wait for people, and the timeline of a learner's sessions that they look at (C8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Min, Q, QuerySet, Sum, Value, When

from yuanjiao.catalogue.models import Lesson
from yuanjiao.learning.models import SuspicionSignal, WatchSession
from yuanjiao.learning.suspicion import WEIGHTS, interval_scatter

AROUND = timedelta(days=7)
"""How long before the first signal the timeline begins, so that what is usual for her shows too."""
MOST_SESSIONS = 200


def waiting_signals() -> QuerySet[SuspicionSignal]:
    """The signals that nobody has decided on."""
    return SuspicionSignal.objects.filter(settled_at__isnull=True)


def suspected(signals: QuerySet[SuspicionSignal]) -> QuerySet[Any, Any]:
    """The learners of some signals, each with their number, their weight, the first and the last."""
    kinds = [When(kind=kind, then=Value(weight)) for kind, weight in WEIGHTS.items()]
    return signals.values("learner_id").annotate(
        number=Count("pk"),
        weight=Sum(Case(*kinds, default=Value(1), output_field=IntegerField())),
        oldest=Min("at"),
        newest=Max("at"),
    )


def masked(address: str) -> str:
    """An address of which only the network shows: enough to see whether it changed, not where somebody sits."""
    if ":" in address:
        return ":".join(address.split(":")[:2]) + ":…"
    return ".".join([*address.split(".")[:2], "*", "*"]) if address.count(".") == 3 else ""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of the timeline; mean and scatter are in milliseconds, none before there were two intervals."""

    session: WatchSession
    lesson: str
    mean_ms: int | None
    scatter_ms: int | None
    network: str
    marked: bool


def timeline(learner_id: int, signals: list[SuspicionSignal]) -> list[SessionLine]:
    """A learner's sessions around some signals, the latest first and at most two hundred; two queries."""
    if not signals:
        return []
    first, last = min(signal.at for signal in signals), max(signal.at for signal in signals)
    around = Q(opened_at__gte=first - AROUND, opened_at__lte=last + AROUND)
    rows = list(WatchSession.objects.filter(around, learner_id=learner_id).order_by("-opened_at")[:MOST_SESSIONS])
    titles = dict(Lesson.objects.filter(pk__in={row.lesson_id for row in rows}).values_list("pk", "title"))
    marked = {signal.session_id for signal in signals}
    return [_line(row, titles.get(row.lesson_id, ""), marked=row.session_id in marked) for row in rows]


def _line(session: WatchSession, title: str, *, marked: bool) -> SessionLine:
    intervals = session.pulses - 1
    counted = intervals > 1 and session.interval_sum_ms > 0
    scatter = interval_scatter(intervals, session.interval_sum_ms, session.interval_squares) if counted else None
    return SessionLine(
        session=session,
        lesson=title,
        mean_ms=round(session.interval_sum_ms / intervals) if counted else None,
        scatter_ms=None if scatter is None else round(scatter),
        network=masked(session.address),
        marked=marked,
    )
