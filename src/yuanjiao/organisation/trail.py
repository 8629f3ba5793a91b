"""The audit trail as each tier reads it, newest first, at a price that does not grow with the trail.

An act is read where it was done: by whoever reads the trail of the unit whose path it was written with, or of a unit
above that. What belongs to no unit is read by those who read the whole academy. A unit never changes its path; when it
moves or is merged it ends, and its heir takes over its past: so the acts of a former unit are read by the tier they
were done under, which knew them all along, and by the tier of the heir.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from yuanjiao.kernel.models import EVERYDAY, AuditEntry
from yuanjiao.organisation.models import Unit, UnitSuccession
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import Scope
from yuanjiao.organisation.subtree import in_subtrees, topmost, within

COUNTED = 1000
"""Entries are counted so far and no further: beyond, nobody reads the number and everybody waits for it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be read: everything within reach but sign-ins, unless narrowed."""

    unit: Unit | None = None
    verbs: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    actor_id: int | None = None
    concerning: Q | None = None
    """A condition that few entries meet, such as those on one person."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The entries within reach that were asked for; `count` goes no further than one beyond `COUNTED`."""

    asked: Asked
    places: tuple[str, ...] | None
    narrow: bool
    count: int

    @property
    def many(self) -> bool:
        """Whether there are more than are counted."""
        return self.count > COUNTED

    def newest(self, before: AuditEntry | None = None) -> QuerySet[AuditEntry]:
        """The entries, the newest first, from the one after `before` on."""
        rows = _asked(self.asked, self.places, narrow=self.narrow, many=self.many)
        if before is not None:
            rows = rows.filter(Q(at__lt=before.at) | Q(id__lt=before.pk), at__lte=before.at)
        return rows.order_by("-at", "-id")


def trail_of(scope: Scope, asked: Asked) -> Trail:
    """What of the audit trail a reader may see and asked for."""
    places = places_of(scope, asked.unit)
    narrow = places is not None and _counted(_in(places).exclude(verb=EVERYDAY)) <= COUNTED
    return Trail(asked, places, narrow, _counted(_asked(asked, places, narrow=narrow, many=False)))


def places_of(scope: Scope, unit: Unit | None = None) -> tuple[str, ...] | None:
    """The tree paths below which the reader reads, those of former units included; nothing at all where all is hers.

    :raises OutOfScope: when the unit is not hers to read.
    """
    if unit is not None:
        scope.demand(Permission.AUDIT_READ, unit)
        return _with_formers((str(unit.path),))
    if scope.covers_academy(Permission.AUDIT_READ):
        return None
    return _with_formers(scope.prefixes(Permission.AUDIT_READ))


def _with_formers(places: tuple[str, ...]) -> tuple[str, ...]:
    """With the units whose heirs lie there, and the units before those; a query for each generation."""
    fresh: tuple[str, ...] = places
    while fresh:
        succeeded = UnitSuccession.objects.filter(in_subtrees(fresh, "heir__path"), whole=True)
        formers = set(succeeded.values_list("former__path", flat=True))
        fresh = topmost(path for path in formers if not within(path, places))
        places = topmost((*places, *fresh))
    return places


def _in(places: Iterable[str]) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(in_subtrees(places, "unit_path"))


def _counted(rows: QuerySet[AuditEntry]) -> int:
    return rows.order_by()[: COUNTED + 1].count()


def _asked(asked: Asked, places: tuple[str, ...] | None, *, narrow: bool, many: bool) -> QuerySet[AuditEntry]:
    """The entries asked for.

    SQLite keeps no figures on its rows and takes the first index that fits: of a whole district it would sort every
    entry to show fifty. So the fields that are not to lead are read through an expression. Where entries are many, the
    newest fifty are soon met walking back in time; where they are few, they are found by what makes them few.
    """
    rows = AuditEntry.objects.alias(path=Concat("unit_path", Value("")), act=Concat("verb", Value("")))
    if places is not None:
        rows = rows.filter(in_subtrees(places, "path" if many and not narrow else "unit_path"))
    if asked.verbs == (EVERYDAY,):
        rows = rows.filter(**{"act" if narrow or _is_found(asked) else "verb": EVERYDAY})
    else:
        rows = rows.exclude(verb=EVERYDAY)
        if asked.verbs:
            led = not (narrow or _is_found(asked) or (many and len(asked.verbs) > 1))
            rows = rows.filter(**{"verb__in" if led else "act__in": asked.verbs})
    rows = rows.filter(at__gte=asked.since) if asked.since else rows
    rows = rows.filter(at__lt=asked.until) if asked.until else rows
    rows = rows.filter(actor_id=asked.actor_id) if asked.actor_id else rows
    return rows.filter(asked.concerning) if asked.concerning is not None else rows


def _is_found(asked: Asked) -> bool:
    return asked.actor_id is not None or asked.concerning is not None
