"""Reading circulars: who may read which, whom one concerns, who has opened it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from yuanjiao.organisation.models import Person, RoleGrant, Unit
from yuanjiao.organisation.models.unit import TIERS
from yuanjiao.organisation.public import Permission, Scope, grants_in_force, in_subtrees, lineage, roles_with
from yuanjiao.oversight.models import Circular, CircularReceipt, CircularState, Reach

LAST_TIER = 3


def circulars_in(scope: Scope) -> QuerySet[Circular]:
    """The circulars that an administrator may read; two queries.

    Drafts of the units whose circulars she writes; published ones of the units she covers, and those from above
    that reach the tier of a unit of hers.
    """
    drafts = in_subtrees(scope.prefixes(Permission.CIRCULARS_WRITE), "unit__path")
    prefixes = scope.prefixes(Permission.FIGURES_READ)
    out = in_subtrees(prefixes, "unit__path")
    for path, kind in Unit.objects.filter(path__in=prefixes).values_list("path", "kind"):
        out |= Q(unit__path__in=lineage(path)[:-1], reach__gte=TIERS[kind])
    readable = Q(state=CircularState.PUBLISHED) & out | drafts
    return Circular.objects.filter(readable).select_related("unit", "snapshot", "snapshot__unit", "job", "corrects")


def circulars_for(person: Person) -> QuerySet[Circular]:
    """The circulars that were told to all learners of a subtree that a person belongs to, newest first."""
    above = lineage(str(person.unit.path))
    rows = Circular.objects.filter(state=CircularState.PUBLISHED, reach=Reach.EVERYONE, unit__path__in=above)
    return rows.select_related("unit", "snapshot", "corrects").order_by("-published_at", "-pk")


def correction_of(circular: Circular) -> Circular | None:
    """The published circular that corrects this one; one query."""
    return circular.corrections.filter(state=CircularState.PUBLISHED).select_related("unit").first()


def concerned(unit: Unit, reach: int, now: datetime) -> dict[int, int]:
    """The administrators below a unit, down to a tier, each by her number with her topmost unit there; one query."""
    kinds = [kind for kind, tier in TIERS.items() if tier <= min(reach, LAST_TIER)]
    grants = RoleGrant.objects.filter(
        grants_in_force(now),
        in_subtrees([str(unit.path)], "unit__path"),
        role__in=roles_with(Permission.CIRCULARS_WRITE),
        unit__depth__gt=unit.depth,
        unit__kind__in=kinds,
        person__is_active=True,
    )
    found: dict[int, int] = {}
    for person_id, unit_id in grants.order_by("unit__path", "pk").values_list("person_id", "unit_id"):
        found.setdefault(person_id, unit_id)
    return found


def learners_below(unit: Unit) -> QuerySet[Person]:
    """The learners of a unit's subtree."""
    return Person.objects.filter(in_subtrees([str(unit.path)], "unit__path"), is_active=True, is_learner=True)


def receipts_in(scope: Scope, circular: Circular) -> QuerySet[CircularReceipt]:
    """The receipts of a circular that a reader may see: those of the administrators in her own subtree."""
    rows = scope.rows(Permission.FIGURES_READ, CircularReceipt.objects.filter(circular=circular))
    return rows.select_related("person", "unit")


@dataclass(frozen=True, slots=True)
class Opened:
    """How many administrators were told, and how many of them have opened it."""

    told: int
    opened: int


def opened(scope: Scope, circular: Circular) -> Opened:
    """How far a circular has been read in a scope; one query."""
    counts = (
        receipts_in(scope, circular)
        .order_by()
        .aggregate(told=Count("pk"), opened=Count("pk", filter=Q(opened_at__isnull=False)))
    )
    return Opened(**counts)
