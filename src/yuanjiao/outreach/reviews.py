"""Reads of study reviews: who waits, what was decided, who has looked (C8)."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.learning.models import SuspicionSignal
from yuanjiao.learning.public import OPENED, waiting_signals
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.models import StudyReview

LOOKS_SHOWN = 20


def signals_in(scope: Scope) -> QuerySet[SuspicionSignal]:
    """The waiting signals of the scope's learners, except her own."""
    # Asked of each signal: a list of the scope's people would have every one of them read for a handful of signals.
    hers = scope.people(Permission.STUDY_REVIEW).filter(pk=OuterRef("learner_id"))
    return waiting_signals().exclude(learner_id=scope.person_id).filter(Exists(hers))


def reviews_in(scope: Scope) -> QuerySet[StudyReview]:
    """What was decided about learners of the scope."""
    rows = scope.rows(Permission.STUDY_REVIEW, StudyReview.objects.all(), "unit_path")
    return rows.select_related("learner__unit", "decided_by")


def waiting_reviews(scope: Scope) -> tuple[int, Any]:
    """How many learners of the scope wait for a review, and since when the first."""
    found = signals_in(scope).aggregate(number=Count("learner_id", distinct=True), oldest=Min("at"), newest=Max("at"))
    return found["number"], found["oldest"]


def reversible_entries(learner: Person) -> list[LedgerEntry]:
    """The credits of a learner that can be taken back, the latest first."""
    rows = LedgerEntry.objects.filter(learner_id=learner.pk).order_by("-sequence")
    taken = {entry.evidence.get("reverses") for entry in rows if entry.kind == EntryKind.REVERSAL}
    return [entry for entry in rows if entry.kind != EntryKind.REVERSAL and entry.sequence not in taken]


class Look(NamedTuple):
    """Somebody opened a learner's timeline."""

    at: Any
    name: str


def looks_at(learner: Person) -> list[Look]:
    """Who has opened a learner's timeline, the latest first; two queries."""
    rows = AuditEntry.objects.filter(subject_kind="person", subject_id=str(learner.pk), verb=OPENED)
    looked = list(rows.order_by("-at")[:LOOKS_SHOWN])
    names = dict(Person.everyone.filter(pk__in={each.actor_id for each in looked}).values_list("pk", "full_name"))
    return [Look(each.at, names.get(each.actor_id or 0, "")) for each in looked]
