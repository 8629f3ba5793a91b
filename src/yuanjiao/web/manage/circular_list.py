"""The lines of the list of circulars, and what their forms begin with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet

from yuanjiao.credits.public import SHANGHAI
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.models.unit import TIERS
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight import wording
from yuanjiao.oversight.models import Circular, Reach, Snapshot
from yuanjiao.oversight.public import circular_template
from yuanjiao.web.manage.forms.circulars import last_half_year

LAST_TIER = 3


def lines(circulars: Iterable[Circular]) -> list[Circular]:
    """Circulars with the title as a reader sees it: a draft's fields that need no figures are filled."""
    found = list(circulars)
    for circular in found:
        values = wording.said_of_period(circular.snapshot) | {"单位": circular.unit.name}
        circular.shown_title = wording.filled(circular.title, values)  # type: ignore[attr-defined]  # for the list
    return found


def writing_units(scope: Scope) -> QuerySet[Unit]:
    """The units whose circulars the reader may begin: the topmost of her scope that have a tier below them."""
    prefixes = scope.prefixes(Permission.CIRCULARS_WRITE)
    tops: QuerySet[Unit] = Unit.objects.filter(depth=1) if prefixes == ("",) else Unit.objects.filter(path__in=prefixes)
    with_a_tier_below = [kind for kind, tier in TIERS.items() if tier < LAST_TIER]
    units: QuerySet[Unit] = tops.filter(kind__in=with_a_tier_below).order_by("path")
    return units


def beginnings(corrects: Circular | None, now: datetime) -> dict[str, Any]:
    """What the form of a new circular begins with: the last half-year and the template, or what is corrected."""
    template = circular_template(now).rules
    said = {"title": template.title, "text": template.text, "hour": 24, "reach": Reach.SECOND}
    if corrects is None:
        return said | last_half_year(now)
    return said | period_of(corrects.snapshot) | {"unit": corrects.unit_id, "reach": corrects.reach}


def words_of(circular: Circular) -> dict[str, Any]:
    """The words of a circular as a form begins with them."""
    return {"title": circular.title, "text": circular.text, "reach": circular.reach}


def period_of(snapshot: Snapshot) -> dict[str, Any]:
    """The period of a snapshot as a form begins with it."""
    hours = round((snapshot.at - first_moment_of(snapshot.ends_on)).total_seconds() / 3600)
    return {
        "begins_on": snapshot.begins_on,
        "ends_on": snapshot.ends_on,
        "hour": hours,
        "target_per_cent": snapshot.target_per_cent,
    }


def first_moment_of(day: date) -> datetime:
    """When a day begins."""
    return datetime.combine(day, time.min, SHANGHAI)
