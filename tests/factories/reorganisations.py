"""Reorganisations for tests, decided by the installation itself."""

from __future__ import annotations

from datetime import date

from tests.factories.organisation import NOW

from yuanjiao.organisation.models import Reorganisation, ReorganisationKind, Unit
from yuanjiao.organisation.public import Scope, Wish, reorganise

SYSTEM = Scope.of_system()
TODAY = date(2026, 3, 2)
FEBRUARY = date(2026, 2, 1)
MOVE, MERGE, SPLIT, RENAME = ReorganisationKind


def wish(kind: ReorganisationKind, *units: Unit, **fields: object) -> Wish:
    """What is asked for, from today on unless said otherwise."""
    return Wish(kind=kind, units=units, **{"on": TODAY, "reason": "示例文〔2026〕1号"} | fields)


def do(kind: ReorganisationKind, *units: Unit, **fields: object) -> Reorganisation:
    """Decide and, where the day has come, make it."""
    return reorganise(actor=SYSTEM, wish=wish(kind, *units, **fields), now=NOW)


def parent_of(unit: Unit) -> Unit:
    """The unit above one."""
    return Unit.objects.get_parent(Unit.objects.get(pk=unit.pk))


def below(unit: Unit) -> list[Unit]:
    """The units directly below one."""
    return list(Unit.objects.get_children(Unit.objects.get(pk=unit.pk)))


def heir_of(unit: Unit) -> Unit:
    """The unit that took the place of one."""
    return unit.heirs.get(whole=True).heir
